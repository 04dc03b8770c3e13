"""``migrate local``."""

import os
import signal
import sys
from pathlib import Path

import click

from migrator.adapters.local_gateway import open_gateway
from migrator.adapters.runtime_api import LambdaRuntime
from migrator.adapters.service_folder import import_folders, load_manifest
from migrator.cli.processes import environment_option, python_option
from migrator.model.parity import Pairs


@click.command()
@click.argument("service", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--port", default=3000, show_default=True, help="On 127.0.0.1; 0 picks a free one.")
@python_option
@environment_option
def local(service: Path, port: int, python: str, environment: Pairs) -> None:
    """Serve SERVICE's handlers over HTTP, through real Lambda events and processes.

    \b
        migrate local services/billing --port 3000 --env DATABASE_URL=sqlite:////tmp/clinic.db
    """  # noqa: D301
    manifest = load_manifest(service)
    variables = {**os.environ, "SETTINGS_SOURCE": "environment", **dict(environment)}
    runtime = LambdaRuntime(python, import_folders(service), variables)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with open_gateway(manifest, runtime, port) as server:
            click.echo(f"listening on http://127.0.0.1:{server.server_port}", err=True)
            server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        sys.exit(0)

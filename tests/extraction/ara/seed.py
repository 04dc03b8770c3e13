"""Make the tables of ARA, and record two runs of Ansible."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "ara.server.settings"
django.setup()

from ara.api import models
from ara.api.tests import utils
from django.core.management import call_command

call_command("migrate", verbosity=0)
for number, status in enumerate(("completed", "failed"), start=1):
    playbook = models.Playbook.objects.create(
        name=f"site {number}",
        status=status,
        controller="localhost",
        user="ann",
        ansible_version="2.19.0",
        client_version="1.8.0",
        server_version="1.8.0",
        python_version="3.11.0",
        path=f"/srv/site{number}.yml",
        arguments=utils.compressed_obj({"inventory": "/etc/ansible/hosts"}),
    )
    playbook.labels.add(models.Label.objects.get_or_create(name="nightly")[0])
    content = f"---\n# run {number}\n"
    stored = models.FileContent.objects.create(
        sha1=utils.sha1(content), contents=utils.compressed_str(content)
    )
    file = models.File.objects.create(path=playbook.path, content=stored, playbook=playbook)
    play = models.Play.objects.create(
        name="all", uuid=f"5c5f67b9-e63c-6297-80da-00000000000{number}", playbook=playbook
    )
    task = models.Task.objects.create(
        name="ping",
        action="ping",
        lineno=3,
        handler=False,
        tags=utils.compressed_obj(["always"]),
        uuid=f"5c5f67b9-e63c-6297-80da-00000000001{number}",
        play=play,
        file=file,
        playbook=playbook,
    )
    for name in ("web", "database"):
        host = models.Host.objects.create(
            name=name, facts=utils.compressed_obj({"distribution": "Debian"}), playbook=playbook
        )
        models.LatestHost.objects.update_or_create(name=name, defaults={"host": host})
        models.Result.objects.create(
            status="ok" if number == 1 else "failed",
            content=utils.compressed_obj({"msg": "pong"}),
            host=host,
            task=task,
            play=play,
            playbook=playbook,
        )
    models.Record.objects.create(
        key="version", value=utils.compressed_obj("1.2"), type="text", playbook=playbook
    )

# -*- coding: utf-8 -*-
"""Results from the laboratory information system of the hospital."""
import logging
import os

import requests

from clinic.db import Session
from clinic.errors import ClinicError
from clinic.lab import core
from clinic.lab.models import LabOrder

log = logging.getLogger(__name__)


def configured():
    return bool(os.environ.get('LIMS_URL'))


def fetch_lines(since_id=0):
    """Lines 'order|analyte|value|unit' in Latin-1, as the LIMS exports them."""
    if not configured():
        raise ClinicError('LIMS is not configured', status=503)
    answer = requests.get(
        os.environ['LIMS_URL'].rstrip('/') + '/export',
        params={'since': since_id, 'client': os.environ.get('LIMS_CLIENT', 'ONKO')},
        auth=(os.environ.get('LIMS_USER', ''), os.environ.get('LIMS_PASSWORD', '')),
    )
    answer.raise_for_status()
    return answer.content.decode('latin-1').splitlines()


def parse(lines):
    """{order id: [values]}, bad lines are counted and dropped."""
    orders, bad = {}, 0
    for line in lines:
        line = line.strip()
        if not line or line.startswith('#'):
            continue
        parts = [p.strip() for p in line.split('|')]
        if len(parts) < 3 or not parts[0].isdigit():
            bad += 1
            continue
        unit = parts[3] if len(parts) > 3 else None
        orders.setdefault(int(parts[0]), []).append(
            {'analyte': parts[1].lower(), 'value': parts[2], 'unit': unit or None}
        )
    return orders, bad


def import_lines(lines):
    orders, bad = parse(lines)
    done, failed = [], {}
    for order_id in sorted(orders):
        order = Session.get(LabOrder, order_id)
        if order is None:
            failed[order_id] = 'no such order'
            continue
        try:
            core.report(order, orders[order_id])
        except ClinicError as e:
            Session.rollback()
            log.warning('LIMS order %s: %s', order_id, e.message)
            failed[order_id] = e.message
            continue
        done.append(order_id)
    return {'imported': done, 'failed': {str(k): v for k, v in failed.items()}, 'bad_lines': bad}

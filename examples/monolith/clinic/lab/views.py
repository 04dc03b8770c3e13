# -*- coding: utf-8 -*-
import csv
import io
import os

from flask import Response, g, jsonify, request, stream_with_context

from clinic.errors import ClinicError
from clinic.lab import core, lims, ranges
from clinic.lab.routing import lab, lab_route  # noqa: F401  (app.py imports lab from here)
from clinic.utils import int_arg, iso

CSV_ENCODING = os.environ.get('CSV_ENCODING', 'latin-1')


@lab_route('/orders')
def list_orders():
    rows = core.list_orders(
        status=request.args.get('status'),
        patient_id=int_arg('patient_id'),
        panel=request.args.get('panel'),
        limit=min(int_arg('limit', 100), 500),
    )
    return {
        'orders': [
            {
                'id': r.id,
                'mrn': r.mrn,
                'patient': '%s, %s' % (r.last_name, r.first_name),
                'panel': r.panel,
                'status': r.status,
                'ordered_by': r.ordered_by,
                'flagged': r.flagged,
            }
            for r in rows
        ]
    }


@lab_route('/orders', methods=['POST'], roles=('physician', 'nurse'))
def create_order():
    data = request.get_json()
    order = core.create_order(
        data.get('patient_id'), str(data.get('panel', '')).upper(), g.user,
        appointment_id=data.get('appointment_id'),
    )
    return order.as_json(), 201


@lab_route('/orders/<int:order_id>')
def show_order(order_id):
    return core.get_order(order_id).as_json(with_results=True)


@lab_route('/orders/<int:order_id>/cancel', methods=['POST'], roles=('physician', 'nurse', 'lab'))
def cancel_order(order_id):
    return core.cancel_order(core.get_order(order_id)).as_json()


@lab_route('/orders/<int:order_id>/results', methods=['POST', 'PUT'], roles=('lab',))
def report_results(order_id):
    order = core.get_order(order_id)
    data = request.get_json()
    rows, deltas, critical = core.report(order, data.get('results'))
    return {
        'order': order.as_json(with_results=True),
        'stored': len(rows),
        'deltas': deltas,
        'critical': critical,
    }, 201


@lab_route('/patients/<int:patient_id>/trend/<analyte>')
def show_trend(patient_id, analyte):
    if ranges.definition(analyte) is None:
        raise ClinicError('unknown analyte', status=404)
    rows, direction = core.trend(patient_id, analyte)
    return {
        'analyte': analyte,
        'direction': direction,
        'values': [{'value': r.value, 'unit': r.unit, 'flag': r.flag} for r in rows],
    }


@lab_route('/ranges', public=True)
def show_ranges():
    """Analysers poll this, most polls end in 304."""
    response = jsonify(panels=ranges.panels())
    response.headers['Cache-Control'] = 'public, max-age=3600'
    response.add_etag()
    return response.make_conditional(request)


@lab_route('/orders.csv', roles=('lab', 'physician', 'billing'))
def export_orders():
    """Semicolons and Latin-1, the spreadsheet at the front desk wants it so."""
    status = request.args.get('status')

    def lines():
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=';')
        writer.writerow(['id', 'mrn', 'name', 'panel', 'status', 'flagged'])
        for r in core.list_orders(status=status, limit=5000):
            writer.writerow([r.id, r.mrn, '%s, %s' % (r.last_name, r.first_name), r.panel,
                             r.status, r.flagged])
            yield buffer.getvalue().encode(CSV_ENCODING, 'replace')
            buffer.seek(0)
            buffer.truncate()
        if buffer.tell():
            yield buffer.getvalue().encode(CSV_ENCODING, 'replace')

    return Response(
        stream_with_context(lines()),
        content_type='text/csv; charset=iso-8859-1',
        headers={'Content-Disposition': 'attachment; filename=orders.csv'},
    )


@lab_route('/import', methods=['POST'], roles=('lab',))
def import_results():
    if request.mimetype == 'text/plain':
        lines = request.get_data().decode('latin-1').splitlines()
    else:
        lines = lims.fetch_lines(int_arg('since', 0))
    return lims.import_lines(lines)


@lab.app_template_filter('labflag')
def flag_words(value):
    return {'L': 'low', 'H': 'high', 'LL': 'critically low', 'HH': 'critically high'}.get(value, '')


@lab.after_request
def no_store(response):
    if 'Cache-Control' not in response.headers:
        response.headers['Cache-Control'] = 'no-store'
    return response


# The worklist printer was replaced by the analyser's own screen.
def worklist_text(rows, width=72):
    out = []
    for r in rows:
        name = ('%s, %s' % (r.last_name, r.first_name))[:30]
        out.append('%6d %-10s %-30s %-8s %s' % (r.id, r.mrn, name, r.panel, iso(r.created_at)))
    return '\n'.join(line[:width] for line in out)

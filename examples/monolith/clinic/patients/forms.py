"""Fields of the HTML form, in order. Built by hand, wtforms was dropped in 2021."""

PATIENT_FIELDS = [
    ("first_name", "First name", "text"),
    ("last_name", "Last name", "text"),
    ("birth_date", "Birth date", "date"),
    ("sex", "Sex", "sex"),
    ("phone", "Phone", "text"),
    ("email", "Email", "email"),
    ("height_cm", "Height (cm)", "text"),
    ("weight_kg", "Weight (kg)", "text"),
    ("primary_physician_id", "Physician", "physician"),
]


def form_values(patient):
    values = {}
    for name, _label, _kind in PATIENT_FIELDS:
        value = getattr(patient, name)
        values[name] = "" if value is None else str(value)
    return values


def from_request(form):
    return {name: form[name] for name, _label, _kind in PATIENT_FIELDS if name in form}

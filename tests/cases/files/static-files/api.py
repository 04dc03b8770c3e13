from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

app = FastAPI()
# finding: files/static-files
app.mount("/static", StaticFiles(directory="static"))


# ok: files/static-files
@app.get("/prices")
def prices():
    return {}

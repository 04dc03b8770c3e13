// Save: download the changed migration.yaml, or hand it to `migrate map --serve`.

export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

// Returns the digest of what was written; throws what the server has against it.
export async function send(address, text, digest) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, digest }),
    });
  } catch {
    throw new Error("migrate map --serve does not answer: is it still running?");
  }
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said.digest;
}

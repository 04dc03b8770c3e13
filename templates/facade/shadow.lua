-- Written by `migrate cutover`: copies a request to the service; its answer is thrown away.
-- The variable txn.shadow holds `<hundredths of a percent> <origin>`.
local kept_out = { connection = true, ["content-length"] = true, ["transfer-encoding"] = true }

core.register_action("shadow", { "http-req" }, function(txn)
  local share, origin = txn:get_var("txn.shadow"):match("^(%d+) (.+)$")
  if share == nil or math.random(0, 9999) >= tonumber(share) then
    return
  end
  local headers = { ["x-shadow"] = { "1" } }
  for name, values in pairs(txn.http:req_get_headers()) do
    if not kept_out[name] then
      headers[name] = {}
      for index, value in pairs(values) do
        headers[name][index + 1] = value
      end
    end
  end
  local request = { url = origin .. txn.sf:pathq(), headers = headers, timeout = 5000 }
  local method = txn.sf:method()
  core.register_task(function()
    local client = core.httpclient()
    pcall(function()
      if method == "HEAD" then
        client:head(request)
      else
        client:get(request)
      end
    end)
  end)
end, 0)

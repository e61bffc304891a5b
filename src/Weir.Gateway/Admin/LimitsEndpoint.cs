using Microsoft.AspNetCore.Http;
using Weir.Gateway.Limits;

namespace Weir.Gateway.Admin;

/// <summary>Shows what callers use of their limits at this moment.</summary>
internal sealed class LimitsEndpoint(LimitBook book)
{
    /// <summary>Most lines of an answer: there may be a hundred thousand subjects.</summary>
    private const int Most = 1_000;

    /// <summary>GET /admin/v1/limits?limit=NAME: those of which the greatest share is used first.</summary>
    public Task ListAsync(HttpContext http, string by)
    {
        var name = http.Request.Query["limit"].ToString();
        var uses = book.List().Where(use => name.Length == 0 || use.Limit == name).OrderByDescending(static use => (double)use.Used / use.Size).ToArray();
        return AdminReply.WriteAsync(http, 200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("count", uses.Length);
            json.WriteStartArray("limits");
            foreach (var use in uses.Take(Most))
            {
                json.WriteStartObject();
                json.WriteString("limit", use.Limit);
                json.WriteString("subject", use.Subject);
                json.WriteString("unit", use.Unit);
                json.WriteNumber("size", use.Size);
                json.WriteNumber("used", use.Used);
                json.WriteNumber("resets_in_seconds", Math.Ceiling(use.ResetIn.TotalSeconds));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}

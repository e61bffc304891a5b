using Microsoft.AspNetCore.Http;
using Weir.Gateway.Telemetry.Prometheus;

namespace Weir.Gateway.Endpoints;

/// <summary>GET /metrics, in Prometheus' text format.</summary>
internal sealed class MetricsEndpoint(PrometheusExposition exposition)
{
    public async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = PrometheusExposition.ContentType;
        await exposition.WriteAsync(http.Response.BodyWriter, http.RequestAborted);
    }
}

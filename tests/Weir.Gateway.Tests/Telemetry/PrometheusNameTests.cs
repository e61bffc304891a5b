using Weir.Gateway.Telemetry.Prometheus;

namespace Weir.Gateway.Tests.Telemetry;

public sealed class PrometheusNameTests
{
    [Theory]
    [InlineData("weir.calls", "{call}", "counter", "weir_calls_total")]
    [InlineData("gen_ai.server.request.duration", "s", "histogram", "gen_ai_server_request_duration_seconds")]
    [InlineData("process.cpu", "s", "counter", "process_cpu_seconds_total")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", "counter", "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("already.in.seconds", "s", "gauge", "already_in_seconds")]
    [InlineData("already.total", "", "counter", "already_total")]
    [InlineData("already.total", "By", "counter", "already_bytes_total")]
    [InlineData("cache.hits", "1", "gauge", "cache_hits_ratio")]
    [InlineData("cache.hits", "1", "counter", "cache_hits_total")]
    [InlineData("9 lives", null, "gauge", "_9_lives")]
    [InlineData("wind", "Knots", "gauge", "wind_Knots")]
    public void Names_carry_their_unit_and_type_once(string name, string? unit, string type, string expected) =>
        PrometheusName.OfMetric(name, unit, type).ShouldBe(expected);
}

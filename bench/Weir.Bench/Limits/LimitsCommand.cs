using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Dialects.OpenAI;
using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Telemetry;

namespace Weir.Bench.Limits;

/// <summary>What rate limits cost a call: on one thread, without a network, by the code that a gateway runs.</summary>
internal sealed class LimitsCommand
{
    private const int DefaultCalls = 200_000;
    private const string Requests = "a: { for: { tenant: acme }, requests_per_minute: 2000000000 }, b: { each: [user], requests_per_day: 2000000000 }, c: { concurrency: 1000 }";
    private const string Tokens = "a: { for: { tenant: acme }, tokens_per_minute: 2000000000 }, b: { each: [user], requests_per_minute: 2000000000 }, c: { output_tokens_per_minute: 2000000000 }";

    private readonly int _calls;

    private LimitsCommand(int calls) => _calls = calls;

    public static int Command(Arguments arguments)
    {
        var command = new LimitsCommand(arguments.Number("calls", DefaultCalls));
        arguments.RefuseOthers();
        command.Measure("no limits", "", 1024);
        command.Measure("three on requests", Requests, 1024);
        command.Measure("three on tokens too, 1 KB", Tokens, 1024);
        command.Measure("three on tokens too, 32 KB", Tokens, 32 * 1024);
        return 0;
    }

    private void Measure(string name, string limits, int bytes)
    {
        var model = Model(limits);
        var estimates = new OutputEstimates();
        using var call = CallOf(model, bytes);
        var stage = new LimitsStage(new LimitBook(TimeProvider.System), estimates, new LimitMetrics(new WeirMetrics()));
        var settlement = new LimitSettlement(estimates);
        for (var i = 0; i < _calls; i++) Once(call, stage, settlement);
        var (allocated, began) = (GC.GetAllocatedBytesForCurrentThread(), TimeProvider.System.GetTimestamp());
        for (var i = 0; i < _calls; i++) Once(call, stage, settlement);
        var took = TimeProvider.System.GetElapsedTime(began);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28} {took.TotalMicroseconds / _calls,7:0.000} us {allocated / (double)_calls,6:0} B a call"));
    }

    /// <summary>All that a call does about limits: finds those that hold, sets aside, settles.</summary>
    private static void Once(Call call, LimitsStage stage, LimitSettlement settlement)
    {
        call.Limits = null;
        var entered = stage.RunAsync(call);
        if (!entered.IsCompletedSuccessfully || !entered.Result) throw new BenchException("the limits did not allow it");
        settlement.Settle(call);
    }

    private static Call CallOf(GatewayModel model, int bytes)
    {
        var words = string.Join(' ', Enumerable.Repeat("river", bytes / 6));
        var json = Encoding.UTF8.GetBytes($$"""{"model":"m","max_tokens":500,"messages":[{"role":"user","content":"{{words}}"}]}""");
        var body = new RequestBody();
        body.Append(new ReadOnlySequence<byte>(json));
        if (!RequestHeadReader.TryRead(json, out var head, out _)) throw new BenchException("the request makes no sense");
        var call = new Call(new DefaultHttpContext(), CallEndpoint.ChatCompletions, null, model, TimeProvider.System)
        {
            Body = body,
            Head = head,
            Key = new KeyModel { Id = "key_1", Name = "one", Hash = KeyHash.Of("a key"), Tenant = "acme" },
        };
        (call.Record.Tenant, call.Record.User, call.Record.KeyId, call.Record.ModelAsked) = ("acme", "alice", "key_1", "m");
        (call.Record.Usage, call.Record.UsageSource) = (new TokenUsage(1200, 350, 1000), UsageSource.Provider);
        call.Record.Attempts.Add(new AttemptRecord { Number = 1, Deployment = "big", Provider = "up", ModelSent = "gpt-5", StartedMicros = 0, Usage = call.Record.Usage });
        return call;
    }

    private static GatewayModel Model(string limits)
    {
        var yaml = $$"""
            tenants: { acme: {} }
            providers: { up: { base_url: "http://127.0.0.1:9/v1" } }
            deployments: { big: { provider: up, model: gpt-5 } }
            models: { m: { route: [big] } }
            rate_limits: { {{limits}} }
            """;
        var result = ConfigurationLoader.LoadText(yaml, new ProcessEnvironment(), TimeProvider.System, "bench.yaml");
        return result.Model ?? throw new BenchException(string.Join('\n', result.Errors));
    }
}

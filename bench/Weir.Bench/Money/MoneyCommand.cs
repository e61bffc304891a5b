using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Dialects.Usage;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;

namespace Weir.Bench.Money;

/// <summary>What prices and budgets cost a call: on one thread, without a network, by the code that a gateway runs.</summary>
internal sealed class MoneyCommand
{
    private const int DefaultCalls = 200_000;
    private const string Limits = "tenant: { for: { tenant: acme }, usd: 1000000, hard: HARD }, users: { each: [user], usd: 1000000, hard: HARD }, everything: { million_tokens: 1000000, hard: HARD }";

    private readonly int _calls;

    private MoneyCommand(int calls) => _calls = calls;

    public static int Command(Arguments arguments)
    {
        var command = new MoneyCommand(arguments.Number("calls", DefaultCalls));
        arguments.RefuseOthers();
        command.Run();
        return 0;
    }

    private void Run()
    {
        Measure("price of a usage", "", 1024, static (call, deployment, _) => Charge(call, deployment, null));
        Measure("no budgets", "", 1024, Spend);
        Measure("three soft budgets, 1 KB", Limits.Replace("HARD", "false", StringComparison.Ordinal), 1024, Spend);
        Measure("three hard budgets, 1 KB", Limits.Replace("HARD", "true", StringComparison.Ordinal), 1024, Spend);
        Measure("three hard budgets, 32 KB", Limits.Replace("HARD", "true", StringComparison.Ordinal), 32 * 1024, Spend);
    }

    private void Measure(string name, string budgets, int bytes, Action<Call, DeploymentModel, BudgetBook> spend)
    {
        var model = Model(budgets);
        var (book, deployment) = (new BudgetBook(TimeProvider.System), model.Deployments["big"]);
        foreach (var budget in model.Budgets.All) book.States.Of(budget).IsCounted();
        using var call = CallOf(model, bytes);
        for (var i = 0; i < _calls; i++) spend(call, deployment, book);
        var (allocated, began) = (GC.GetAllocatedBytesForCurrentThread(), TimeProvider.System.GetTimestamp());
        for (var i = 0; i < _calls; i++) spend(call, deployment, book);
        var took = TimeProvider.System.GetElapsedTime(began);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28} {took.TotalMicroseconds / _calls,7:0.000} us {allocated / (double)_calls,6:0} B a call"));
    }

    /// <summary>All that a call does about money: finds its budgets, reserves, is charged, settles, and lets go.</summary>
    private static void Spend(Call call, DeploymentModel deployment, BudgetBook book)
    {
        using var budgets = call.Model.Budgets.IsEmpty ? null : book.Open(call);
        BudgetHold? hold = null;
        if (budgets is not null)
        {
            var bid = budgets.Own.HasHard ? BudgetBid.Of(call, deployment, budgets.Own.MayLower) : default;
            var grant = book.TryReserve(budgets, budgets.Own, bid);
            hold = grant.Hold ?? throw new BenchException($"the budgets did not allow it: {grant.Answer}");
        }
        Charge(call, deployment, hold);
        // As the ledger says once the call is on disk.
        if (hold is not null) book.Written(hold);
    }

    private static void Charge(Call call, DeploymentModel deployment, BudgetHold? hold)
    {
        var attempt = call.Record.Attempts[0];
        (attempt.Usage, attempt.UsageSource) = (new TokenUsage(1200, 350, 1000), UsageSource.Provider);
        AttemptAccount.Charge(attempt, deployment.Price?.At(call.Record.StartedAt));
        hold?.Settle(attempt);
    }

    private static Call CallOf(GatewayModel model, int bytes)
    {
        var call = new Call(new DefaultHttpContext(), CallEndpoint.ChatCompletions, null, model, TimeProvider.System);
        var words = string.Join(' ', Enumerable.Repeat("river", bytes / 6));
        var body = new RequestBody();
        body.Append(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($$"""{"model":"m","max_tokens":500,"messages":[{"role":"user","content":"{{words}}"}]}""")));
        (call.Body, call.Record.Tenant, call.Record.User, call.Record.KeyId) = (body, "acme", "alice", "key_1");
        call.Record.Attempts.Add(new AttemptRecord { Number = 1, Deployment = "big", Provider = "up", ModelSent = "gpt-5", StartedMicros = 0 });
        return call;
    }

    private static GatewayModel Model(string budgets)
    {
        var yaml = $$"""
            tenants: { acme: {} }
            providers: { up: { base_url: "http://127.0.0.1:9/v1" } }
            deployments: { big: { provider: up, model: gpt-5, context_window: 400000, price: { input: 1.25, output: 10, cached_input: 0.125 } } }
            models: { m: { route: [big] } }
            budgets: { {{budgets}} }
            """;
        var result = ConfigurationLoader.LoadText(yaml, new ProcessEnvironment(), TimeProvider.System, "bench.yaml");
        return result.Model ?? throw new BenchException(string.Join('\n', result.Errors));
    }
}

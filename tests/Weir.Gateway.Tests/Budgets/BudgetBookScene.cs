using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Budgets;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Leases;
using Weir.Gateway.Model;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>A book of budgets on a clock that stands still, without a server around it.</summary>
internal sealed class BudgetBookScene
{
    public BudgetBookScene(string budgets, DateTimeOffset? start = null)
        : this(ModelOf(budgets), new FakeTimeProvider(start))
    {
    }

    /// <summary>One of several gateways that share budgets.</summary>
    public BudgetBookScene(GatewayModel model, FakeTimeProvider clock, LeaseBook? leases = null)
    {
        (Model, Clock, Book) = (model, clock, new BudgetBook(clock, leases));
        foreach (var budget in Model.Budgets.All) Book.States.Of(budget).IsCounted();
    }

    public FakeTimeProvider Clock { get; }

    public GatewayModel Model { get; }

    public BudgetBook Book { get; }

    /// <summary>The same budgets at the same time, with nothing in memory.</summary>
    public BudgetBookScene Again() => new(Model, Clock);

    /// <summary>A configuration with budgets, and one deployment whose tokens cost a dollar for a million going in and ten coming out.</summary>
    public static GatewayModel ModelOf(string budgets)
    {
        var yaml = $$"""
            tenants: { acme: {} }
            providers: { up: { base_url: "http://127.0.0.1:9/v1" } }
            deployments: { big: { provider: up, model: gpt-5, context_window: 1000, price: { input: 1, output: 10 } } }
            models: { m: { route: [big] } }
            budgets: { {{budgets.ReplaceLineEndings(" ")}} }
            """;
        var result = ConfigurationLoader.LoadText(yaml, new TestEnvironment(), TimeProvider.System, "weir.yaml");
        return result.Model ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
    }

    /// <summary>A call of the tenant <c>acme</c>.</summary>
    public Call Call(string? user = null, string? session = null, int maxTokens = 100, TimeSpan? deadline = null)
    {
        var call = new Call(new DefaultHttpContext(), CallEndpoint.ChatCompletions, null, Model, Clock);
        var body = new RequestBody();
        body.Append(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($$"""{"model":"m","max_tokens":{{maxTokens}},"messages":[]}""")));
        (call.Body, call.Record.Tenant, call.Record.User, call.Record.Session, call.Record.KeyId) = (body, "acme", user, session, "key_1");
        if (deadline is { } given) call.Deadline = given;
        return call;
    }

    /// <summary>Reserves for an attempt of a call at the one deployment.</summary>
    public BudgetGrant Reserve(CallBudgets budgets, BudgetWaiter? waiter = null) => Book.TryReserve(
        budgets, budgets.Own, budgets.Own.HasHard ? BudgetBid.Of(budgets.Call, Model.Deployments["big"], budgets.Own.MayLower) : default, waiter);

    /// <summary>How a budget's counters stand together.</summary>
    public BudgetFigures Figures(string budget)
    {
        var all = Book.States.All.Where(state => state.Model.Name == budget).SelectMany(state => state.Accounts).Select(Book.Look).ToArray();
        return new BudgetFigures(
            all.Aggregate(default(Amount), (sum, one) => sum + one.Spent), all.Aggregate(default(Amount), (sum, one) => sum + one.Reserved), all.Select(one => one.Limit).DefaultIfEmpty().Max(), null);
    }
}

using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Gateway.Alerts;
using Weir.Gateway.Anomalies;
using Weir.Gateway.Budgets;
using Weir.Gateway.Tests.Alerts;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>People are told of each step of a budget: by webhook, in a chat and by mail, all three real servers, and once.</summary>
public sealed class BudgetAlertTests
{
    private const string Hello = """{"model":"asked-model","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}""";

    /// <summary>A tenth of a cent.</summary>
    private const string Answered = """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":0,"completion_tokens":100,"total_tokens":100}}""";

    private static readonly string[] Titles =
    [
        "The budget each-user of alice has reached 50 %",
        "The budget each-user of alice has reached 80 %",
        "The budget each-user of alice has reached 100 %",
    ];

    [Fact]
    public async Task Notify_degrade_and_block_reach_webhook_chat_and_mail_once_each_also_over_a_restart()
    {
        await using var mail = new SmtpListener();
        await using var scene = await Scene.StartAsync(Configuration(mail.Port), new FakeTimeProvider());
        scene.Upstream.Behaviour = static (http, _) => ScriptedUpstream.JsonAsync(http, 200, Answered);

        // Five tenths of a cent, eight, ten; and one more, which is refused.
        var statuses = new List<int>();
        for (var call = 1; call <= 11; call++) statuses.Add((await scene.ChatAsync(Hello, ("x-weir-user", "alice"))).Status);
        statuses.ShouldBe([.. Enumerable.Repeat(200, 10), 402]);
        await ArriveAsync(scene, mail, 3);

        (string Spent, string Severity)[] expected = [("0.005", "info"), ("0.008", "warning"), ("0.01", "critical")];
        for (var i = 0; i < expected.Length; i++)
        {
            var alert = Posts(scene, "/v1/hook")[i];
            (alert.GetProperty("kind").GetString(), alert.GetProperty("title").GetString(), alert.GetProperty("severity").GetString()).ShouldBe(("budget.step", Titles[i], expected[i].Severity));
            Facts(alert).ShouldBe(
            [
                "budget: each-user", "of: alice", $"spent: {expected[i].Spent} USD", "limit: 0.01 USD a month", "begins anew: 2026-09-01 00:00:00 UTC", "contact: finops@acme.example",
            ]);
            var (chat, letter) = (Posts(scene, "/v1/chat")[i].GetRawText(), TextOf(mail.Mails[i]));
            chat.ShouldContain(Titles[i]);
            letter.ShouldContain(Titles[i]);
            foreach (var fact in (string[])["each-user", "alice", $"{expected[i].Spent} USD", "0.01 USD a month", "2026-09-01 00:00:00 UTC", "finops@acme.example"])
            {
                chat.ShouldContain(fact);
                letter.ShouldContain(fact);
            }
        }

        // After a restart alice goes on, and bob reaches his first step, which shows that whatever was to be told was.
        await scene.RestartAsync();
        (await scene.ChatAsync(Hello, ("x-weir-user", "alice"))).Status.ShouldBe(402);
        for (var call = 1; call <= 5; call++) (await scene.ChatAsync(Hello, ("x-weir-user", "bob"))).Status.ShouldBe(200);
        await ArriveAsync(scene, mail, 4);

        Posts(scene, "/v1/hook")[3].GetProperty("title").GetString().ShouldBe("The budget each-user of bob has reached 50 %");
        Posts(scene, "/v1/chat").Count(post => post.GetRawText().Contains("alice", StringComparison.Ordinal)).ShouldBe(3);
        mail.Mails.Count(letter => TextOf(letter).Contains("alice", StringComparison.Ordinal)).ShouldBe(3);
    }

    /// <summary>A step that is reached with the last call before a stop is noted as told: so it has to be.</summary>
    [Fact]
    public async Task Whoever_sends_alerts_is_stopped_after_all_who_raise_them()
    {
        await using var scene = await Scene.StartAsync();

        // They are stopped in the reverse order.
        var services = scene.Gateway.Services.GetServices<IHostedService>().Select(service => service.GetType()).ToList();

        services.ShouldContain(typeof(AlertDispatcher));
        foreach (var raises in (Type[])[typeof(BudgetNews), typeof(BudgetKeeper), typeof(AnomalyRecorder), typeof(AnomalyWatch)])
            services.IndexOf(raises).ShouldBeGreaterThan(services.IndexOf(typeof(AlertDispatcher)), raises.Name);
    }

    private static string Configuration(int port) => Scene.With($$"""
        alerts:
          pager: { webhook: "{upstream}/hook" }
          team: { webhook: "{upstream}/chat", format: slack }
          finance: { email: { host: 127.0.0.1, port: {{port}}, tls: none, from: weir@example.com, to: [finance@example.com] } }
        budgets:
          each-user:
            each: [user]
            usd: 0.01
            contact: finops@acme.example
            steps:
              - { percent: 50, do: notify }
              - { percent: 80, do: degrade, max_tokens: 100 }
              - { percent: 100, do: block }
        """);

    private static async Task ArriveAsync(Scene scene, SmtpListener mail, int count)
    {
        await Scene.UntilAsync(() => Posts(scene, "/v1/hook").Count >= count && Posts(scene, "/v1/chat").Count >= count && mail.Mails.Count >= count, $"{count} alerts have arrived everywhere");
        (Posts(scene, "/v1/hook").Count, Posts(scene, "/v1/chat").Count, mail.Mails.Count).ShouldBe((count, count, count));
    }

    private static List<JsonElement> Posts(Scene scene, string path) =>
        [.. scene.Upstream.Seen.Where(post => post.Path == path).Select(post => JsonDocument.Parse(post.Body).RootElement)];

    private static IEnumerable<string> Facts(JsonElement alert) =>
        alert.GetProperty("facts").EnumerateArray().Select(fact => $"{fact.GetProperty("name").GetString()}: {fact.GetProperty("value").GetString()}");

    private static string TextOf(string mail) => Encoding.UTF8.GetString(Convert.FromBase64String(mail[mail.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]));
}

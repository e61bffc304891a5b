using System.Text;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Responses;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>A stored response is written with its call, or neither is.</summary>
public sealed class StoredResponseWriteTests : IDisposable
{
    private readonly LedgerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_full_disk_leaves_whole_responses_and_none_that_was_not_answered()
    {
        Session? inner = null;
        _fixture.Database.Connected = session => inner ??= session;
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        await writer.AppendAsync(Call(0, 10));
        var written = new List<int> { 0 };

        // Each time there is a little more room, so that it ends at another place: in the call's row, the response's, its items.
        for (var pages = 60; pages < 160; pages += 5)
        {
            inner!.Execute($"PRAGMA max_page_count = {pages}");
            for (var i = 0; i < 3; i++)
            {
                var number = (pages * 10) + i;
                try
                {
                    await writer.AppendAsync(Call(number, 20_000 + (700 * (number % 30))));
                    written.Add(number);
                }
                catch (LedgerException full)
                {
                    full.InnerException.ShouldBeOfType<StorageException>().Problem.ShouldBe(StorageProblem.Full);
                }
            }
        }
        inner!.Execute("PRAGMA max_page_count = 1000000");
        await writer.AppendAsync(Call(9_999, 10));
        written.Add(9_999);

        using var session = _fixture.Database.Connect();
        written.Count.ShouldBeInRange(5, 50);
        session.Scalar("SELECT count(*) FROM responses").ShouldBe($"{written.Count}");
        session.Scalar("SELECT count(*) FROM response_items").ShouldBe($"{2 * written.Count}");
        session.Scalar("SELECT sum(bytes) FROM response_bytes").ShouldBe(session.Scalar("SELECT sum(length(input) + length(body)) FROM responses"));
        _fixture.Store.Tail(1_000).Select(call => call.User).ShouldBe(written.Order().Select(number => $"user {number}"), ignoreOrder: true);
        var store = new ResponseStore(_fixture.Database, new FakeTimeProvider());
        foreach (var number in written) (await store.FindAsync($"resp_{number}", "acme"))!.Body.Length.ShouldBeGreaterThan(0);
    }

    private static CallRecord Call(int number, int bytes)
    {
        var call = LedgerFixture.Call(number);
        call.Stored = new StoredResponse
        {
            Id = $"resp_{number}",
            Tenant = "acme",
            CreatedAt = call.StartedAt,
            ExpiresAt = long.MaxValue,
            PreviousId = null,
            Deployment = "openai-eu",
            Models = ["gpt"],
            Items = [$"rs_{number}", $"msg_{number}"],
            Input = "[]"u8.ToArray(),
            Body = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', bytes)}}"}"""),
        };
        return call;
    }
}

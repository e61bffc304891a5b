using Weir.Gateway.Ledger;
using Weir.Gateway.Model;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>Alone, because it counts what the whole process allocates.</summary>
[Collection(nameof(AloneCollection))]
[Trait("Category", "Slow")]
public sealed class LedgerAllocationTests : IDisposable
{
    private const int Rounds = 625;
    private const int Together = 32;

    private readonly LedgerFixture _fixture = new();

    [Fact]
    public async Task An_append_allocates_at_most_300_bytes()
    {
        var calls = Enumerable.Range(0, 2 * Rounds * Together).Select(i => LedgerFixture.Call(i)).ToArray();
        await using var writer = _fixture.Writer(LedgerDurability.Committed);
        var waiting = new ValueTask[Together];
        await Append(calls.AsMemory(0, calls.Length / 2));

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await Append(calls.AsMemory(calls.Length / 2));
        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (Rounds * Together);

        each.ShouldBeLessThanOrEqualTo(300);

        async Task Append(ReadOnlyMemory<CallRecord> some)
        {
            for (var i = 0; i < some.Length; i += Together)
            {
#pragma warning disable CA2012 // Each is awaited once, right below: tasks would be what is not to be measured.
                for (var j = 0; j < Together; j++) waiting[j] = writer.AppendAsync(some.Span[i + j]);
#pragma warning restore CA2012
                for (var j = 0; j < Together; j++) await waiting[j];
            }
        }
    }

    public void Dispose() => _fixture.Dispose();
}

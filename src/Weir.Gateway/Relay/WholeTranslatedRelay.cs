using Weir.Dialects.Answers;
using Weir.Gateway.Calls;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Relays an answer that comes as one object and is told in another dialect, as one object or as a stream of events.</summary>
internal sealed class WholeTranslatedRelay(Call call, Attempt attempt, TranslatedOutput output, FactsSink facts) : IAnswerRelay
{
    private readonly WholeAnswer _whole = new();

    /// <inheritdoc/>
    public bool IsWhole => true;

    /// <inheritdoc/>
    public async ValueTask<CallError?> TakeInAsync()
    {
        try
        {
            if (await _whole.ReadAsync(call, attempt) is { } tooLarge) return tooLarge;
            if (!attempt.Translation!.Provider.TryRead(_whole.Bytes, facts)) return _whole.Garbled(attempt);
            if (output.HasDeparted) return UpstreamErrors.Departed(attempt.Deployment.Provider.Name);
            output.End();
            return null;
        }
        finally
        {
            attempt.Learn(facts.Facts);
            if (!attempt.HasProduced) PlainAnswer.Count(_whole.Bytes.Span, attempt);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<CallError?> PassOnAsync()
    {
        attempt.Draft!.Commit();
        await attempt.Draft.FlushAsync();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _whole.Dispose();
}

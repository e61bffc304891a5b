using System.Text;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;
using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>What is learnt from an answer that is one JSON object, while it passes in pieces.</summary>
internal sealed class PlainAnswer : IResettable
{
    /// <summary>More than this many are answered at the same moment only in bursts.</summary>
    private const int MostPooled = 256;

    private readonly PlainAnswerShape _shape;
    private readonly JsonText _text;
    private readonly JsonMember _usage;
    private readonly JsonMember _model;
    private readonly JsonMember _finish;
    private readonly JsonMember _tier;
    private readonly JsonSkimmer _skimmer;

    private PlainAnswer(PlainAnswerShape shape)
    {
        _shape = shape;
        (_text, _usage, _model, _finish, _tier) = (shape.Text(), shape.Usage(), shape.Model(), shape.Finish(), PlainAnswerShape.Tier());
        _skimmer = new JsonSkimmer(_text, _usage, _model, _finish, _tier);
    }

    private static readonly ObjectPool<PlainAnswer>[] Pools =
        [.. Enum.GetValues<Dialect>().Select(dialect => new DefaultObjectPool<PlainAnswer>(new Policy(PlainAnswerShape.Of(dialect)), MostPooled))];

    /// <summary>Objects for reuse, for answers in one dialect; they come back knowing nothing.</summary>
    public static ObjectPool<PlainAnswer> Pool(Dialect dialect) => Pools[(int)dialect];

    /// <summary>Whether the pieces so far are one whole JSON object.</summary>
    public bool IsWhole => _skimmer.IsComplete;

    /// <summary>The byte that the text begins with, or 0 while there was only space.</summary>
    public byte First { get; private set; }

    /// <inheritdoc/>
    public bool TryReset()
    {
        _skimmer.Reset();
        First = default;
        return true;
    }

    public void Feed(ReadOnlySpan<byte> piece)
    {
        _skimmer.Feed(piece);
        if (First == default && piece.TrimStart(" \t\r\n"u8) is { IsEmpty: false } json) First = json[0];
    }

    /// <summary>Counts what came of an answer that was cut or cannot be read.</summary>
    public static void Count(ReadOnlySpan<byte> part, Attempt attempt)
    {
        var answer = Pool(attempt.Api).Get();
        answer.Feed(part);
        answer.Count(attempt);
        Pool(attempt.Api).Return(answer);
    }

    /// <summary>Writes what was learnt into the records.</summary>
    public void Report(Attempt attempt)
    {
        Count(attempt);
        // A page, or events that are said to be something else: what looks like a member of an answer there is none.
        if (!attempt.HasProduced) return;
        attempt.Record.ModelAnswered = Text(_model);
        attempt.FinishReason = Text(_finish);
        attempt.Facts = new AnswerFacts(attempt.Record.ModelAnswered, attempt.FinishReason, null, IsUsageFinal: true, _text.Bytes);
        if (!_shape.TryReadUsage(_usage.Value, out var usage)) return;
        attempt.Record.Usage = usage.Under(ServiceTiers.Read(_tier.Value));
        attempt.Record.UsageSource = UsageSource.Provider;
    }

    private void Count(Attempt attempt)
    {
        attempt.HasProduced = First is (byte)'{' or (byte)'[';
        attempt.ContentBytes = attempt.HasProduced ? _text.Bytes : 0;
    }

    private sealed class Policy(PlainAnswerShape shape) : PooledObjectPolicy<PlainAnswer>
    {
        /// <inheritdoc/>
        public override PlainAnswer Create() => new(shape);

        /// <inheritdoc/>
        public override bool Return(PlainAnswer obj) => obj.TryReset();
    }

    private static string? Text(JsonMember member)
    {
        var json = member.Value.Trim(" \t\r\n"u8);
        if (json.Length < 2 || json[0] != '"') return null;
        if (json.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(json[1..^1]);
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

using Weir.Dialects.Usage;
using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Tests.Ledger.Rollups;

/// <summary>Calls of all kinds over two days, of few tenants, users and models, so that many belong together.</summary>
internal sealed class RandomCalls(Random random)
{
    private const long Epoch = 1_800_000_000_000;
    private const long TwoDays = 2 * 86_400_000;

    private static readonly Origin[] OfCalls = [Origin.Interactive, Origin.Background, Origin.Batch, Origin.Evaluation, Origin.Shadow, Origin.EmbeddingRefresh];
    private static readonly Outcome[] OfAttempts = [Outcome.Completed, Outcome.UpstreamError, Outcome.UpstreamFailed, Outcome.TimedOut, Outcome.Truncated, Outcome.ClientGone, Outcome.Cancelled];

    public CallRecord Next()
    {
        var milliseconds = Epoch + random.NextInt64(TwoDays);
        var call = new CallRecord
        {
            Id = CallId.New(milliseconds),
            StartedAt = (milliseconds * 1000) + random.Next(1000),
            Endpoint = "chat.completions",
            Release = Any("0123456789ab", "ba9876543210")!,
            Tenant = Any("acme", "globex"),
            Feature = Any(null, "search", "chat"),
            KeyId = Any("key_1", "key_2"),
            User = Any(null, "anna", "ben", ""),
            Session = Any(null, "s1", "s2"),
            Tags = Any(null, "a", "a,b", " b , a,,b", "x\"y\\z,ä", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18", ",", ""),
            Prompt = Any(null, "00000000000000aa", "00000000000000bb"),
            Origin = Any(OfCalls),
            ModelAsked = Any(null, "gpt", "sonnet"),
            Region = Any(null, "eu"),
        };
        var attempts = random.Next(4);
        for (var number = 1; number <= attempts; number++) call.Attempts.Add(Attempt(call, number));
        if (attempts == 0) (call.Deployment, call.ModelAnswered, call.SharedWith) = (Any(null, "d1"), Any(null, "gpt-5"), Any(null, "leader"));
        return call;
    }

    private AttemptRecord Attempt(CallRecord call, int number)
    {
        var source = Any(UsageSource.None, UsageSource.Provider, UsageSource.Estimated, UsageSource.Unknown);
        var isHedge = random.Next(5) == 0;
        return new AttemptRecord
        {
            Number = number,
            Deployment = Any("d1", "d2")!,
            Provider = Any("openai", "azure")!,
            ModelSent = "gpt-5",
            StartedMicros = 1,
            IsHedge = isHedge,
            Origin = isHedge ? Origin.Hedge : number > 1 ? Origin.Retry : call.Origin,
            Region = Any(null, "eu", "us"),
            ModelAnswered = Any(null, "gpt-5"),
            Outcome = Any(OfAttempts),
            Usage = source.HasCounts() ? Usage() : default,
            UsageSource = source,
            Cost = source.HasCounts() && random.Next(5) > 0 ? Money() : null,
            Saved = source.HasCounts() && random.Next(3) > 0 ? Money() : null,
        };
    }

    private TokenUsage Usage() => new(Count(), Count(), Count(), Count(), Count(), Count(), Count(), Count(), random.Next(2) == 0 ? null : new UsageExtras
    {
        CachedAudio = Count(), ImageInput = Count(), CachedImage = Count(), ImageOutput = Count(), Images = Count(), AudioMicros = Count(), WebSearches = Count(), OtherModels = Count(),
    });

    private long Count() => random.Next(100_000);

    // So many digits that sums of them have more than a decimal can hold, were they added up as such.
    private decimal Money() => new(random.Next(), random.Next(), random.Next(1 << 30), false, (byte)random.Next(20, 29));

    private T Any<T>(params T[] of) => of[random.Next(of.Length)];
}

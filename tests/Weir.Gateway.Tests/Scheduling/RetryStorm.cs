using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling;

/// <summary>
/// A provider that answers 100 calls a second in the order of their arrival, also those that nobody waits for any more, under a
/// load of 80 a second. For half a minute it answers fewer. Time goes in steps of 10 ms on a clock of its own.
/// </summary>
internal abstract class RetryStorm
{
    public const int CallsPerSecond = 80;
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>When the brownout begins and ends, in seconds.</summary>
    public const int Begins = 20, Ends = 50;

    private const int Seconds = 120;
    private const int MostAttempts = 3;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly Queue<StormAttempt> _server = new();
    private readonly List<StormAttempt> _sent = [];
    private readonly Random _random;
    private double _work;

    protected RetryStorm(int seed) => _random = new Random(seed);

    protected FakeTimeProvider Clock { get; } = new();

    /// <summary>Calls that were made, by the second in which they came.</summary>
    public int[] Calls { get; } = new int[Seconds];

    /// <summary>Those of them that were answered.</summary>
    public int[] Answered { get; } = new int[Seconds];

    /// <summary>Attempts that reached the provider, by the second in which they did.</summary>
    public int[] Attempts { get; } = new int[Seconds];

    /// <summary>Lets it all happen.</summary>
    /// <param name="brownout">Calls a second that the provider answers meanwhile.</param>
    public void Run(double brownout)
    {
        for (var step = 0; step < Seconds * 100; step++)
        {
            var second = step / 100;
            // About one call in every step and a quarter, at random.
            if (_random.NextDouble() < CallsPerSecond * Step.TotalSeconds)
            {
                Calls[second]++;
                Begin(new StormAttempt(second, Number: 1));
            }
            Serve(second is >= Begins and < Ends ? brownout : 100);
            TimeOut();
            Advance();
            Clock.Advance(Step);
        }
    }

    /// <summary>Calls of some seconds, and the share of them that was answered.</summary>
    public double GoodputFrom(int second, int until) => (double)Answered[second..until].Sum() / Calls[second..until].Sum();

    /// <summary>A call, or another try of one, has arrived.</summary>
    protected abstract void Begin(StormAttempt attempt);

    /// <summary>One that was sent has ended.</summary>
    protected abstract void Ended(StormAttempt attempt, bool isAnswered);

    /// <summary>Whether an attempt that failed may be tried again.</summary>
    protected abstract bool MayRetry();

    /// <summary>Time has passed.</summary>
    protected virtual void Advance()
    {
    }

    protected void Send(StormAttempt attempt)
    {
        attempt.SentAt = Clock.GetUtcNow();
        Attempts[Math.Min(Seconds - 1, (int)(Clock.GetUtcNow() - Start).TotalSeconds)]++;
        _server.Enqueue(attempt);
        _sent.Add(attempt);
    }

    private DateTimeOffset Start { get; } = new FakeTimeProvider().GetUtcNow();

    private void Serve(double perSecond)
    {
        _work = Math.Min(1, _work) + (perSecond * Step.TotalSeconds);
        for (; _work >= 1 && _server.TryDequeue(out var next); _work--)
        {
            if (!_sent.Remove(next)) continue;
            Answered[next.Second]++;
            Ended(next, isAnswered: true);
        }
    }

    private void TimeOut()
    {
        foreach (var attempt in _sent.Where(each => Clock.GetUtcNow() - each.SentAt >= Patience).ToList())
        {
            _sent.Remove(attempt);
            Ended(attempt, isAnswered: false);
            if (attempt.Number < MostAttempts && MayRetry()) Begin(new StormAttempt(attempt.Second, attempt.Number + 1));
        }
    }
}

using Weir.Gateway.Limits;

namespace Weir.Gateway.Tests.Limits;

/// <summary>
/// Hours of calls against a limit of tokens per minute, of which more is asked than it allows. Answers stream at 50 tokens a second,
/// and their lengths scatter as real ones do. What was really used in each 60 seconds is counted apart: input when a call begins,
/// output when it is produced.
/// </summary>
/// <param name="seed">What chance starts from.</param>
/// <param name="limit">Tokens per minute.</param>
/// <param name="demand">How much is asked for, in limits.</param>
/// <param name="meanInput">Tokens of a call's input on average; half as much up to one and a half times as much.</param>
/// <param name="meanOutput">Tokens of an answer on average.</param>
/// <param name="heavyTail">Whether answers' lengths are log-normal, else exponential.</param>
internal sealed class QuotaSimulation(int seed, long limit, double demand, int meanInput, double meanOutput, bool heavyTail)
{
    private const int TickMillis = 100;
    private const int TicksPerMinute = 60_000 / TickMillis;
    private const double TokensPerTick = 50.0 * TickMillis / 1000;

    private readonly Random _random = new(seed);
    private readonly RateWindow _window = RateWindow.OfMinute(limit);
    private readonly OutputEstimates _estimates = new();
    private readonly List<Running> _running = [];
    private readonly long[] _last = new long[TicksPerMinute];
    private long _inMinute;

    /// <summary>How much of the limit was used on average.</summary>
    public double Utilisation { get; private set; }

    /// <summary>For how much of the time the last minute had more than the limit.</summary>
    public double Over { get; private set; }

    /// <summary>The most that any minute had, in limits.</summary>
    public double Peak { get; private set; }

    public QuotaSimulation Run(TimeSpan warmUp, TimeSpan measured)
    {
        var first = (int)(warmUp.TotalMilliseconds / TickMillis);
        var ticks = (int)(measured.TotalMilliseconds / TickMillis);
        for (var tick = 0; tick < first + ticks; tick++)
        {
            var now = new Moment(TimeSpan.FromMilliseconds((long)tick * TickMillis), DateTimeOffset.UnixEpoch);
            _inMinute -= _last[tick % TicksPerMinute];
            _last[tick % TicksPerMinute] = 0;
            Produce(tick, now);
            Arrive(tick, now);
            if (tick < first) continue;
            var used = (double)_inMinute / limit;
            Utilisation += used / ticks;
            if (used > 1) Over += 1.0 / ticks;
            Peak = Math.Max(Peak, used);
        }
        return this;
    }

    private void Arrive(int tick, Moment now)
    {
        for (var chance = demand * limit / (meanInput + meanOutput) / TicksPerMinute; chance > 0; chance--)
        {
            if (_random.NextDouble() >= chance) continue;
            var input = _random.Next(meanInput / 2, (meanInput * 3 / 2) + 1);
            var expected = _estimates.Expected("acme", "fast", null);
            if (!_window.Has(input + expected, now)) continue;
            _running.Add(new Running(_window.Reserve(input, expected, now), input, NextLength()));
            Count(tick, input);
        }
    }

    private void Produce(int tick, Moment now)
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            var one = _running[i];
            var before = (long)one.Produced;
            one.Produced = Math.Min(one.Output, one.Produced + TokensPerTick);
            Count(tick, (long)one.Produced - before);
            one.Reservation = _window.Count(one.Reservation, one.Input + (long)one.Produced, now);
            if (one.Produced < one.Output) continue;
            _window.Settle(one.Reservation, one.Input + one.Output, now);
            _estimates.Learn("acme", "fast", one.Output);
            _running.RemoveAt(i);
        }
    }

    private void Count(int tick, long tokens)
    {
        _last[tick % TicksPerMinute] += tokens;
        _inMinute += tokens;
    }

    private long NextLength()
    {
        var exponential = -Math.Log(1 - _random.NextDouble());
        if (!heavyTail) return Math.Max(1, (long)(meanOutput * exponential));
        var normal = Math.Sqrt(2 * exponential) * Math.Cos(2 * Math.PI * _random.NextDouble());
        return Math.Max(1, (long)(meanOutput * Math.Exp(normal - 0.5)));
    }

    private sealed class Running(RateReservation reservation, long input, long output)
    {
        public RateReservation Reservation { get; set; } = reservation;

        public long Input { get; } = input;

        public long Output { get; } = output;

        public double Produced { get; set; }
    }
}

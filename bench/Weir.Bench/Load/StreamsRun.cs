using Weir.Bench.Net;

namespace Weir.Bench.Load;

/// <summary>Holds many streams open at once and measures how late each event comes.</summary>
internal sealed class StreamsRun : IDisposable
{
    private readonly Samples _delay = new();
    private readonly Samples _first = new();
    private int _open;
    private int _broken;
    private long _bytes;

    private StreamsRun(StreamsOptions options)
    {
        Options = options;
        Request = options.Translated
            ? RequestBook.TranslatedStream(options.Url, options.Key, options.Model, options.Events)
            : RequestBook.Stream(options.Url, options.Key, options.Model, options.Events, options.GapMilliseconds);
    }

    public StreamsOptions Options { get; }

    public EventLoop Loop { get; } = new();

    public byte[] Request { get; }

    public static int Command(Arguments args)
    {
        var options = StreamsOptions.From(args);
        args.RefuseOthers();
        var result = Run(options);
        Console.WriteLine(result);
        return result.Broken == 0 ? 0 : 1;
    }

    public static StreamsResult Run(StreamsOptions options)
    {
        using var run = new StreamsRun(options);
        return run.Run();
    }

    public void Received(int bytes) => _bytes += bytes;

    public void First(long nanoseconds) => _first.Add(nanoseconds);

    public void Delivered(long delay) => _delay.Add(delay);

    public void Ended(bool whole)
    {
        if (!whole) _broken++;
        if (--_open == 0) Loop.Stop();
    }

    public void Dispose() => Loop.Dispose();

    private StreamsResult Run()
    {
        var start = Clock.Now;
        for (var i = 0; i < Options.Count; i++)
            Loop.At(start + (Options.RampMilliseconds * Clock.Millisecond * i / Options.Count), new StreamClient(this));
        _open = Options.Count;

        var expected = Options.RampMilliseconds + (Options.Events * (long)Options.GapMilliseconds);
        Loop.Run(start + (((2 * expected) + 10_000) * Clock.Millisecond));
        return new StreamsResult(Options.Count, _broken + _open, _delay.Count, _bytes, (Clock.Now - start) / 1e9, _delay, _first);
    }
}

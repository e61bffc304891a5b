namespace Weir.Lab.Simulator.Answers;

/// <summary>The events of one streamed answer in one dialect, in the order in which they are asked for.</summary>
internal interface IAnswerEvents : IDisposable
{
    /// <summary>Thinking takes its time in the stream too.</summary>
    bool ShowsThinking { get; }

    ValueTask BeginAsync();

    ValueTask DeltaAsync(ChatChoice choice, Delta delta, bool flush);

    /// <summary>The choice is complete.</summary>
    ValueTask FinishAsync(ChatChoice choice);

    /// <summary>All choices are complete: totals and terminator.</summary>
    ValueTask EndAsync();
}

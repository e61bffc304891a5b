using System.IO.Pipelines;
using Weir.Gateway.Calls;
using Weir.Gateway.Upstream;
using Weir.Testing;

namespace Weir.Gateway.Tests.Upstream;

/// <summary>Whose time a limit was that ran out: the upstream's while its bytes are waited for, the client's while it does not read.</summary>
public sealed class AttemptWatchTests : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _clock = new();

    /// <summary>A client that reads nothing and has room for one byte.</summary>
    private readonly Pipe _client = new(new PipeOptions(pauseWriterThreshold: 2, resumeWriterThreshold: 1));

    private readonly AttemptWatch _watch;

    public AttemptWatchTests()
    {
        _watch = new AttemptWatch(new AttemptLimits(Idle, null, Idle, Hour, Hour, IsDeadline: false), _clock, CancellationToken.None, CancellationToken.None);
        _watch.Enter(AttemptPhase.Body);
    }

    /// <summary>Seen as a client's connection that was broken, where its answer should have been gone on with elsewhere.</summary>
    [Fact]
    public async Task A_limit_that_runs_out_as_the_bytes_come_is_the_upstreams()
    {
        // Given bytes that were read at the very moment at which the limit ran out
        _clock.Advance(Idle);
        Write(1);

        // When they are to be sent
        await Should.ThrowAsync<OperationCanceledException>(async () => await _watch.SendAsync(_client.Writer));

        // Then nobody takes the client for gone, and it can still be sent to.
        _watch.IsSending.ShouldBeFalse();
        _watch.Explain("up").Code.ShouldBe("upstream_timeout");
        (await _client.Writer.FlushAsync()).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_client_that_does_not_read_for_as_long_as_the_limit_counts_as_gone()
    {
        Write(2);
        var sending = _watch.SendAsync(_client.Writer).AsTask();
        sending.IsCompleted.ShouldBeFalse();

        _clock.Advance(Idle);

        await Should.ThrowAsync<OperationCanceledException>(() => sending);
        _watch.Explain("up").Code.ShouldBe(CallErrors.ClientGone().Code);
    }

    [Fact]
    public async Task The_time_that_a_client_takes_is_not_the_upstreams()
    {
        // Given a client that read in the limit's last second
        Write(2);
        var sending = _watch.SendAsync(_client.Writer).AsTask();
        _clock.Advance(Idle - TimeSpan.FromSeconds(1));
        var read = await _client.Reader.ReadAsync();
        _client.Reader.AdvanceTo(read.Buffer.End);
        await sending;

        // When the upstream is waited for
        _clock.Advance(Idle - TimeSpan.FromSeconds(1));
        _watch.Token.IsCancellationRequested.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));

        // Then it has had the whole limit.
        _watch.Stop.ShouldBe(AttemptStop.TimedOut);
        _watch.Explain("up").Code.ShouldBe("upstream_timeout");
    }

    [Fact]
    public async Task Bytes_that_the_client_takes_at_once_leave_the_limit_as_it_was()
    {
        _clock.Advance(Idle - TimeSpan.FromSeconds(1));
        Write(1);
        await _watch.SendAsync(_client.Writer);

        _clock.Advance(TimeSpan.FromSeconds(1));

        _watch.Stop.ShouldBe(AttemptStop.TimedOut);
    }

    public void Dispose() => _watch.Dispose();

    private void Write(int bytes)
    {
        _client.Writer.GetSpan(bytes);
        _client.Writer.Advance(bytes);
    }
}

using System.Buffers;
using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Tests.Pairs.Requests;
using Weir.Testing;

namespace Weir.Dialects.Tests.Pairs.Rich;

/// <summary>An event that brings log probabilities allocates nothing, like any other.</summary>
public sealed class LogprobCostTests
{
    [Theory]
    [InlineData(Dialect.Chat, Dialect.Chat)]
    [InlineData(Dialect.Chat, Dialect.Responses)]
    [InlineData(Dialect.Chat, Dialect.Gemini)]
    [InlineData(Dialect.Gemini, Dialect.Chat)]
    [InlineData(Dialect.Gemini, Dialect.Responses)]
    [InlineData(Dialect.Gemini, Dialect.Gemini)]
    public void Events_with_log_probabilities_allocate_nothing(Dialect client, Dialect provider)
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var writer = Spoken.Client(client).Stream(Spoken.Context(Spoken.Read(client, Fixtures.Of(client, Scenario.Hello)!)), output);
        var reader = Spoken.Provider(provider).Stream(1);
        var events = RichScript.Of(provider, Said.Logprobs)!.Events.Select(Encoding.UTF8.GetBytes).ToArray();
        var at = Array.FindIndex(events, data => data.AsSpan().IndexOf("\"Bern\""u8) > 0);
        foreach (var data in events.AsSpan(0, at)) reader.Read(default, data, writer);
        for (var i = 0; i < 100; i++) reader.Read(default, events[at], writer);
        output.ResetWrittenCount();
        var told = true;
        Allocated.By(() =>
        {
            told &= reader.Read(default, events[at], writer) == StreamEventKind.Content && output.WrittenCount > 0;
            output.ResetWrittenCount();
        }).ShouldBe(0);
        told.ShouldBeTrue();
    }
}

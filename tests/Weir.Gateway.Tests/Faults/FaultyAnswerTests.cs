using System.Text;
using Weir.Dialects;
using Weir.Dialects.Bedrock;
using Weir.Dialects.Errors;
using Weir.Gateway.Faults;

namespace Weir.Gateway.Tests.Faults;

/// <summary>What stands in for a provider's answer is in that provider's dialect.</summary>
public sealed class FaultyAnswerTests
{
    public static TheoryData<Dialect> Dialects => [.. Enum.GetValues<Dialect>()];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_error_is_read_as_a_provider_meant_it(Dialect api)
    {
        foreach (var (code, kind) in (IEnumerable<(int, ErrorKind)>)[(429, ErrorKind.RateLimit), (503, ErrorKind.Overloaded), (400, ErrorKind.InvalidRequest)])
        {
            using var answer = FaultyAnswer.Of(Fault(FaultKind.Status) with { Code = code }, api, streamed: true);

            ((int)answer.StatusCode).ShouldBe(code);
            DialectTable.Provider(api).TryRead(code, await answer.Content.ReadAsByteArrayAsync(), out var error).ShouldBeTrue();
            (error.Kind, error.Message).ShouldBe((kind, $"The fault 'f' answers with status {code}."));
        }
    }

    [Fact]
    public async Task Messages_of_a_binary_stream_are_counted_as_events()
    {
        var stream = new MemoryStream();
        for (var i = 0; i < 3; i++) stream.Write(Message($$"""{"n":{{i}}}"""));
        var content = new ByteArrayContent(stream.ToArray());
        content.Headers.TryAddWithoutValidation("content-type", "application/vnd.amazon.eventstream");

        await using var spoilt = new FaultyBody(Fault(FaultKind.MalformedEvent) with { After = 1 }, new MemoryStream(stream.ToArray()), BodyPieces.Of(content.Headers), TimeProvider.System);
        var bytes = new byte[stream.Length];
        var filled = 0;
        while (await spoilt.ReadAsync(bytes.AsMemory(filled)) is var read && read > 0) filled += read;

        filled.ShouldBe((int)stream.Length);
        AwsEvent.TryRead(bytes, out var first, out _).ShouldBeTrue();
        AwsEvent.TryRead(bytes.AsSpan(first.Raw.Length), out _, out var isCorrupt).ShouldBeFalse();
        isCorrupt.ShouldBeTrue();
    }

    private static FaultModel Fault(FaultKind kind) => new() { Name = "f", Kind = kind, Percent = 100, Scope = new FaultScope() };

    private static byte[] Message(string payload)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        AwsEventWriter.WriteEvent(output, "contentBlockDelta", Encoding.UTF8.GetBytes(payload));
        return output.WrittenSpan.ToArray();
    }
}

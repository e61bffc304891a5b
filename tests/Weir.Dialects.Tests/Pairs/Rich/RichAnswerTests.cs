using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Tests.Pairs.Answers;
using Weir.Dialects.Tests.Pairs.Requests;
using Weir.Testing.Contract;

namespace Weir.Dialects.Tests.Pairs.Rich;

/// <summary>What answers hold beside text and calls: a client of any dialect is told all of it that its dialect has words for, and what was left out is named.</summary>
public sealed class RichAnswerTests
{
    private static readonly string[] Tokens = ["token 'Zü' -0.25 of 'Zü' -0.25 'Bern' -1.5", "token 'rich\n' -0.5 of"];

    public static TheoryData<Dialect, Dialect, Said> All()
    {
        var all = new TheoryData<Dialect, Dialect, Said>();
        foreach (var (client, provider) in Pair.All)
            foreach (var said in Enum.GetValues<Said>())
                if (RichScript.Of(provider, said) is not null) all.Add(client, provider, said);
        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_stream_tells_what_it_can_and_names_the_rest(Dialect client, Dialect provider, Said said)
    {
        var (stream, leftOut) = Stream(client, provider, said);
        var events = ClientEar.Events(stream).Where(told => told.Data != "[DONE]").Select(told => JsonDocument.Parse(told.Data).RootElement).ToList();

        RichEar.Hear(client, events).ToArray().ShouldBe(Heard(client, provider, said), stream);
        ClientEar.Hear(client, stream).Text.ShouldBe(TextOf(client, said), customMessage: stream);
        leftOut.ShouldBe(LeftOutOf(client, provider, said));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_plain_answer_tells_what_it_can_and_names_the_rest(Dialect client, Dialect provider, Said said)
    {
        var (body, leftOut) = Whole(client, provider, said);

        RichEar.Hear(client, body).ToArray().ShouldBe(Heard(client, provider, said), body.GetRawText());
        ClientEar.Hear(client, body).Text.ShouldBe(TextOf(client, said), customMessage: body.GetRawText());
        leftOut.ShouldBe(LeftOutOf(client, provider, said));
    }

    [ContractTheory]
    [MemberData(nameof(All))]
    public void Clients_of_OpenAIs_dialects_are_told_it_as_the_contract_has_it(Dialect client, Dialect provider, Said said)
    {
        if (client is not (Dialect.Chat or Dialect.Responses)) return;
        var body = Whole(client, provider, said).Body;
        OpenApiContract.Instance.JudgeOwn(client == Dialect.Chat ? "CreateChatCompletionResponse" : "Response", body).ShouldBeEmpty(body.GetRawText());
        foreach (var (_, data) in ClientEar.Events(Stream(client, provider, said).Stream).Where(told => told.Data != "[DONE]"))
            OpenApiContract.Instance.JudgeOwn(client == Dialect.Chat ? "CreateChatCompletionStreamResponse" : "ResponseStreamEvent", JsonDocument.Parse(data).RootElement).ShouldBeEmpty(data);
    }

    [Fact]
    public void Text_of_a_wanted_form_takes_no_line()
    {
        var conversation = Spoken.Read(Dialect.Messages, Fixtures.Of(Dialect.Messages, Scenario.Hello)!);
        conversation.Format = new AnswerFormat(null, conversation.Turns[0].Parts[0].Path);

        var (body, leftOut) = Whole(Dialect.Messages, Dialect.Gemini, Said.Picture, conversation);
        ClientEar.Hear(Dialect.Messages, body).Text.ShouldBe("Look:");
        leftOut.ShouldBe(["image/png"]);
    }

    /// <summary>What a client hears of what was said.</summary>
    private static string[] Heard(Dialect client, Dialect provider, Said said)
    {
        // Anthropic and Bedrock cite whole blocks.
        var (rome, oslo) = provider is Dialect.Messages or Dialect.Converse ? ("0-13", "13-26") : ("0-12", "13-26");
        return (said, client) switch
        {
            (Said.Logprobs, not Dialect.Messages) => Tokens,
            (Said.Sources, Dialect.Messages) => ["source https://a.example/rome 'Rome'", "source https://b.example/oslo 'Oslo \"north\"'"],
            (Said.Sources, _) => [$"source https://a.example/rome 'Rome' {rome}", $"source https://b.example/oslo 'Oslo \"north\"' {oslo}"],
            (Said.Picture, not Dialect.Messages) => [$"picture image/png {RichScript.Picture}"],
            _ => [],
        };
    }

    private static string TextOf(Dialect client, Said said) => (said, client) switch
    {
        (Said.Logprobs, _) => "Zürich\n",
        (Said.Sources, _) => RichScript.Text,
        (Said.Work, _) => "Found.",
        (Said.Picture, Dialect.Messages) => "Look:\n\n[This API cannot carry what was left out here: image/png]\n",
        (Said.Picture, _) => "Look:",
        _ => "See\n\n[This API cannot carry what was left out here: hologram]\n",
    };

    private static string[] LeftOutOf(Dialect client, Dialect provider, Said said) => (said, client, provider) switch
    {
        (Said.Logprobs, Dialect.Messages, _) => ["logprobs"],
        (Said.Picture, Dialect.Messages, _) => ["image/png"],
        (Said.Hologram, _, _) => ["hologram"],
        (Said.Work, _, Dialect.Chat) => ["file"],
        (Said.Work, _, Dialect.Responses) => ["web_search_call"],
        (Said.Work, _, Dialect.Messages) => ["server_tool_use", "web_search_tool_result"],
        (Said.Work, _, Dialect.Gemini) => ["executableCode", "codeExecutionResult"],
        (Said.Work, _, _) => ["toolUse"],
        _ => [],
    };

    private static (string Stream, string[] LeftOut) Stream(Dialect client, Dialect provider, Said said)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = Spoken.Client(client).Stream(Spoken.Context(Asked(client)), output);
        var leftOut = new LeftOut(Spoken.Client(client), mayNote: true, writer);
        var reader = Spoken.Provider(provider).Stream(1);
        foreach (var (name, data) in RichScript.Of(provider, said)!.Named(provider))
            reader.Read(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data), leftOut).ShouldNotBeOneOf([StreamEventKind.Malformed, StreamEventKind.Error], data);
        reader.IsWhole.ShouldBeTrue();
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        return (Encoding.UTF8.GetString(output.WrittenSpan), [.. leftOut.Names]);
    }

    private static (JsonElement Body, string[] LeftOut) Whole(Dialect client, Dialect provider, Said said, Conversation? asked = null)
    {
        var collected = new CollectedAnswer();
        asked ??= Asked(client);
        var leftOut = new LeftOut(Spoken.Client(client), asked.Format is null, collected);
        var whole = RichScript.Of(provider, said)!.Whole;
        Spoken.Provider(provider).TryRead(Encoding.UTF8.GetBytes(whole), leftOut).ShouldBeTrue(whole);
        var output = new ArrayBufferWriter<byte>();
        Spoken.Client(client).Write(collected, Spoken.Context(asked), output);
        return (JsonDocument.Parse(output.WrittenMemory.ToArray()).RootElement, [.. leftOut.Names]);
    }

    private static Conversation Asked(Dialect client) => Spoken.Read(client, Fixtures.Of(client, Scenario.Hello)!);
}

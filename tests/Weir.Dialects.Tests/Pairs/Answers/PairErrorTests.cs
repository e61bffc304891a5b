using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.OpenAI;
using Weir.Testing.Contract;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>Errors of providers are understood, and errors are told to clients so that they raise what their own provider would.</summary>
public sealed class PairErrorTests
{
    private static readonly ClientError Slow = new(429, "rate_limit_error", "rate_limit_exceeded", "Slow \"down\" 😀.", null, "req_1");

    public static TheoryData<Dialect> Clients() => [.. Pair.Clients];

    public static TheoryData<Dialect> Providers() => [.. Pair.Providers];

    public static TheoryData<Dialect, string> Broken()
    {
        var broken = new TheoryData<Dialect, string>();
        foreach (var provider in Pair.Providers)
            foreach (var data in (string[])["nonsense", "{", "[]", "\"text\"", "7", "null", "{\"a\":1}}", "{\"\\ud800\":1}"]) broken.Add(provider, data);
        return broken;
    }

    public static TheoryData<Dialect, string, string, ErrorKind> Words()
    {
        var words = new TheoryData<Dialect, string, string, ErrorKind>();
        foreach (var (provider, name, data, kind) in ProviderErrors.Events) words.Add(provider, name, data, kind);
        return words;
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_providers_error_is_understood(Dialect provider)
    {
        Spoken.Provider(provider).TryRead(429, Encoding.UTF8.GetBytes(ProviderErrors.Body(provider)), out var error).ShouldBeTrue();
        (error!.Kind, error.Message).ShouldBe((ErrorKind.RateLimit, ProviderErrors.Message));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void What_is_no_error_of_the_dialect_is_none(Dialect provider)
    {
        foreach (var body in (string[])["", "<html>502</html>", "{}", "[]", "null", "7", "\"x\"", "{\"error\":", "{\"error\":[]}", "{\"\\ud800\":1}"])
            Should.NotThrow(() => Spoken.Provider(provider).TryRead(502, Encoding.UTF8.GetBytes(body), out _).ShouldBeFalse(body));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void An_error_in_the_middle_of_a_stream_is_understood(Dialect provider)
    {
        var reader = Spoken.Provider(provider).Stream(1);
        var sink = new CollectedAnswer();
        foreach (var (name, data) in ProviderScript.Stream(provider, ProviderScript.Sayable(provider, Replies.All[Replies.Hello]), new Fragments(1, isWild: false)).Take(4))
            reader.Read(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data), sink);
        var (errorName, errorData, kind) = ProviderErrors.Event(provider);
        reader.Read(Encoding.UTF8.GetBytes(errorName), Encoding.UTF8.GetBytes(errorData), sink).ShouldBe(StreamEventKind.Error);
        reader.IsWhole.ShouldBeFalse();
        var error = reader.Error.ShouldNotBeNull();
        (error.Kind, error.Message).ShouldBe((kind, ProviderErrors.Message));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void The_words_of_an_error_in_a_stream_say_what_a_status_would(Dialect provider, string name, string data, ErrorKind kind)
    {
        var reader = Spoken.Provider(provider).Stream(1);
        reader.Read(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data), new CollectedAnswer()).ShouldBe(StreamEventKind.Error);
        reader.Error.ShouldNotBeNull().Kind.ShouldBe(kind, data);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Whoever_passes_a_stream_on_learns_the_same(Dialect provider, string name, string data, ErrorKind kind)
    {
        if (name.StartsWith("exception:", StringComparison.Ordinal)) return; // Nobody is passed Bedrock's events.
        IAnswerObserver observer = provider == Dialect.Chat ? new ChatStream() : new AnswerObserver(Spoken.Provider(provider).Stream(1));
        observer.Observe(Encoding.UTF8.GetBytes(data)).ShouldBe(StreamEventKind.Error);
        observer.Error.ShouldNotBeNull().Kind.ShouldBe(kind, data);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_stream_that_ends_early_is_not_whole(Dialect provider)
    {
        foreach (var (key, reply) in Replies.All)
        {
            var said = ProviderScript.Sayable(provider, reply);
            var reader = Spoken.Provider(provider).Stream(1);
            var events = ProviderScript.Stream(provider, said, new Fragments(1, isWild: false)).ToList();
            foreach (var (name, data) in events)
            {
                if (IsEnd(provider, name, data)) break;
                reader.Read(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data), new CollectedAnswer());
                reader.IsWhole.ShouldBeFalse($"{key}: {data}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Garbage_in_a_stream_is_malformed_and_throws_nothing(Dialect provider, string data)
    {
        var reader = Spoken.Provider(provider).Stream(1);
        StreamEventKind kind = default;
        Should.NotThrow(() => kind = reader.Read(default, Encoding.UTF8.GetBytes(data), new CollectedAnswer()));
        kind.ShouldBeOneOf([StreamEventKind.Malformed, StreamEventKind.Other]);
        reader.IsWhole.ShouldBeFalse();
        if (data is "nonsense" or "{" or "{\"a\":1}}") kind.ShouldBe(StreamEventKind.Malformed);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public void A_client_is_told_an_error_in_its_own_words(Dialect client)
    {
        var error = JsonDocument.Parse(Told(client, asEvent: false)).RootElement;
        error.GetProperty("error").GetProperty("message").GetString().ShouldBe(Slow.Message);
        (error.GetProperty("error").Text(client == Dialect.Gemini ? "status" : "type"), error.Text("type")).ShouldBe(client switch
        {
            Dialect.Messages => ("rate_limit_error", "error"),
            Dialect.Gemini => ("RESOURCE_EXHAUSTED", ""),
            _ => ("rate_limit_error", ""),
        });
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public void A_client_is_told_an_error_in_the_middle_of_a_stream(Dialect client)
    {
        var events = ClientEar.Events(Told(client, asEvent: true));
        var (name, data) = events.ShouldHaveSingleItem();
        var payload = JsonDocument.Parse(data).RootElement;
        name.ShouldBe(client is Dialect.Responses or Dialect.Messages ? "error" : "");
        payload.Text("type").ShouldBe(name);
        (client == Dialect.Responses ? payload : payload.GetProperty("error")).Text("message").ShouldBe(Slow.Message);
    }

    [ContractFact]
    public void What_clients_of_OpenAIs_dialects_are_told_fits_the_contract()
    {
        OpenApiContract.Instance.JudgeOwn("ErrorResponse", JsonDocument.Parse(Told(Dialect.Chat, asEvent: false)).RootElement).ShouldBeEmpty();
        OpenApiContract.Instance.JudgeOwn("ErrorResponse", JsonDocument.Parse(Told(Dialect.Responses, asEvent: false)).RootElement).ShouldBeEmpty();
        OpenApiContract.Instance.JudgeOwn("ErrorResponse", JsonDocument.Parse(ClientEar.Events(Told(Dialect.Chat, asEvent: true))[0].Data).RootElement).ShouldBeEmpty();
        OpenApiContract.Instance.JudgeOwn("ResponseStreamEvent", JsonDocument.Parse(ClientEar.Events(Told(Dialect.Responses, asEvent: true))[0].Data).RootElement).ShouldBeEmpty();
    }

    private static string Told(Dialect client, bool asEvent)
    {
        var output = new ArrayBufferWriter<byte>();
        Spoken.Client(client).Write(Slow, asEvent, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The events without which an answer is not whole.</summary>
    private static bool IsEnd(Dialect provider, string name, string data) => provider switch
    {
        Dialect.Chat => data.Contains("\"finish_reason\":\"", StringComparison.Ordinal),
        Dialect.Responses => name is "response.completed" or "response.incomplete",
        Dialect.Messages => name is "message_stop" or "message_delta",
        Dialect.Gemini => data.Contains("finishReason", StringComparison.Ordinal),
        _ => name == "messageStop",
    };
}

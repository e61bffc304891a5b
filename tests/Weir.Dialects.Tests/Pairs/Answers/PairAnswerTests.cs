using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Dialects.Conversations;
using Weir.Dialects.Tests.Pairs.Requests;
using Weir.Testing.Contract;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>What a provider of any dialect answers, a client of any dialect hears.</summary>
[Trait("Category", "Slow")]
public sealed class PairAnswerTests
{
    private const int Rounds = 60;

    public static TheoryData<Dialect, Dialect, string> All()
    {
        var all = new TheoryData<Dialect, Dialect, string>();
        foreach (var (client, provider) in Pair.All)
            foreach (var reply in Replies.All.Keys) all.Add(client, provider, reply);
        return all;
    }

    public static TheoryData<Dialect, Dialect> Pairs()
    {
        var pairs = new TheoryData<Dialect, Dialect>();
        foreach (var (client, provider) in Pair.All) pairs.Add(client, provider);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_client_hears_in_a_stream_what_the_provider_said(Dialect client, Dialect provider, string reply)
    {
        var said = ProviderScript.Sayable(provider, Replies.All[reply]);
        var stream = Spoken.Stream(client, provider, Asked(client, streams: true), ProviderScript.Stream(provider, said, new Fragments(1, isWild: false)));
        Check(client, provider, said, ClientEar.Hear(client, stream), stream);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_client_hears_at_once_what_the_provider_said(Dialect client, Dialect provider, string reply)
    {
        var said = ProviderScript.Sayable(provider, Replies.All[reply]);
        var body = Spoken.Whole(client, provider, Asked(client, streams: false), ProviderScript.Whole(provider, said, new Fragments(1, isWild: false)));
        Check(client, provider, said, ClientEar.Hear(client, body), body.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void However_a_stream_is_cut_escaped_and_interleaved_the_client_hears_the_same(Dialect client, Dialect provider)
    {
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var said = ProviderScript.Sayable(provider, Replies.Random(seed));
            var stream = Spoken.Stream(client, provider, Asked(client, streams: true), ProviderScript.Stream(provider, said, new Fragments(seed, isWild: true)));
            Check(client, provider, said, ClientEar.Hear(client, stream), $"seed {seed}: {stream}");
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void However_a_body_is_escaped_the_client_hears_the_same(Dialect client, Dialect provider)
    {
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var said = ProviderScript.Sayable(provider, Replies.Random(seed));
            var body = Spoken.Whole(client, provider, Asked(client, streams: false), ProviderScript.Whole(provider, said, new Fragments(seed, isWild: true)));
            Check(client, provider, said, ClientEar.Hear(client, body), $"seed {seed}: {body.GetRawText()}");
        }
    }

    [ContractTheory]
    [MemberData(nameof(All))]
    public void What_clients_of_OpenAIs_dialects_receive_fits_the_contract(Dialect client, Dialect provider, string reply)
    {
        if (client is not (Dialect.Chat or Dialect.Responses)) return;
        var said = ProviderScript.Sayable(provider, Replies.All[reply]);
        var body = Spoken.Whole(client, provider, Asked(client, streams: false), ProviderScript.Whole(provider, said, new Fragments(1, isWild: false)));
        OpenApiContract.Instance.JudgeOwn(client == Dialect.Chat ? "CreateChatCompletionResponse" : "Response", body).ShouldBeEmpty(body.GetRawText());

        var stream = Spoken.Stream(client, provider, Asked(client, streams: true), ProviderScript.Stream(provider, said, new Fragments(1, isWild: false)));
        foreach (var (_, data) in ClientEar.Events(stream).Where(@event => @event.Data != "[DONE]"))
            OpenApiContract.Instance.JudgeOwn(client == Dialect.Chat ? "CreateChatCompletionStreamResponse" : "ResponseStreamEvent", JsonDocument.Parse(data).RootElement).ShouldBeEmpty(data);
    }

    private static Conversation Asked(Dialect client, bool streams)
    {
        var conversation = Spoken.Read(client, Fixtures.Of(client, Scenario.Tools)!);
        conversation.Reading.Fault.ShouldBeNull();
        conversation.Stream = streams;
        conversation.IncludeUsage = true;
        return conversation;
    }

    private static void Check(Dialect client, Dialect provider, Reply said, Reply heard, string received)
    {
        heard.Calls.Select(call => call.Id).Where(id => id != "*").ShouldBeUnique(received);
        heard.Calls.ShouldAllBe(call => call.Id.Length > 0, received);
        // Gemini gives calls no identifiers: whatever Weir makes up will do.
        if (provider == Dialect.Gemini) heard = heard with { Calls = [.. heard.Calls.Select(call => call with { Id = "*" })] };
        var hearable = ClientEar.Hearable(client, said);
        // A Gemini client gets calls whole, each as soon as its arguments are: of several that go on side by side the shortest comes first.
        if (client == Dialect.Gemini) (heard, hearable) = (Sorted(heard), Sorted(hearable));
        heard.Told().ShouldBe(hearable.Told(), received);
    }

    private static Reply Sorted(Reply reply) => reply with { Calls = [.. reply.Calls.OrderBy(call => call.Name, StringComparer.Ordinal).ThenBy(call => Meaning.Canonical(JsonNode.Parse(call.Arguments)), StringComparer.Ordinal)] };
}

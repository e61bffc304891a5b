using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Tests.Pairs.Requests;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>What a client may count on, whatever its provider could be told.</summary>
public sealed class PromiseTests
{
    private const int Rounds = 40;

    public static TheoryData<Dialect, Dialect, string> OneAtATime()
    {
        var all = new TheoryData<Dialect, Dialect, string>();
        foreach (var (client, provider) in Pair.All.Where(pair => pair.Client != Dialect.Gemini))
            foreach (var reply in (string[])["TextAndCalls", "ThoughtsAndCalls", "OneCall", Replies.Hello]) all.Add(client, provider, reply);
        return all;
    }

    public static TheoryData<Dialect, int> Limits()
    {
        var all = new TheoryData<Dialect, int>();
        foreach (var client in Pair.Clients)
            foreach (var limit in (int[])[1, 2, 5, 15]) all.Add(client, limit);
        return all;
    }

    [Theory]
    [MemberData(nameof(OneAtATime))]
    public void Of_several_calls_a_client_that_wants_one_sees_the_first(Dialect client, Dialect provider, string reply)
    {
        var said = ProviderScript.Sayable(provider, Replies.All[reply]);
        var stream = Spoken.Stream(client, provider, OneAtATime(client), ProviderScript.Stream(provider, said, new Fragments(1, isWild: false)));
        Check(client, provider, said, ClientEar.Hear(client, stream), stream);

        var body = Spoken.Whole(client, provider, OneAtATime(client), ProviderScript.Whole(provider, said, new Fragments(1, isWild: false)));
        Check(client, provider, said, ClientEar.Hear(client, body), body.GetRawText());
    }

    [Theory]
    [MemberData(nameof(PairAnswerTests.Pairs), MemberType = typeof(PairAnswerTests))]
    public void However_calls_are_interleaved_the_first_comes_whole_and_alone(Dialect client, Dialect provider)
    {
        if (client == Dialect.Gemini) return; // It has no word for one call at a time.
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var said = ProviderScript.Sayable(provider, Replies.Random(seed));
            var stream = Spoken.Stream(client, provider, OneAtATime(client), ProviderScript.Stream(provider, said, new Fragments(seed, isWild: true)));
            Check(client, provider, said, ClientEar.Hear(client, stream), $"seed {seed}: {stream}");
        }
    }

    [Theory]
    [InlineData(Dialect.Gemini)]
    [InlineData(Dialect.Converse)]
    public void A_limit_that_cut_a_hidden_call_is_no_reason_to_stop(Dialect provider)
    {
        var said = ProviderScript.Sayable(provider, Replies.All["TextAndCalls"] with { Stop = StopReason.MaxTokens });
        var stream = Spoken.Stream(Dialect.Messages, provider, OneAtATime(Dialect.Messages), ProviderScript.Stream(provider, said, new Fragments(1, isWild: false)));
        ClientEar.Hear(Dialect.Messages, stream).Stop.ShouldBe(StopReason.ToolCalls, stream);

        var one = said with { Calls = [said.Calls[0]] };
        stream = Spoken.Stream(Dialect.Messages, provider, OneAtATime(Dialect.Messages), ProviderScript.Stream(provider, one, new Fragments(1, isWild: false)));
        ClientEar.Hear(Dialect.Messages, stream).Stop.ShouldBe(StopReason.MaxTokens, stream);
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_that_is_too_small_for_the_provider_is_kept_on_the_way_back(Dialect client, int limit)
    {
        var said = new Reply { Text = "Rivers run 😀 to \"the\" sea.\n" + new string('é', 40), Stop = StopReason.MaxTokens, Usage = new TokenUsage(20, 16, 0, 0, 0) };
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var stream = Spoken.Stream(client, Dialect.Responses, Limited(client, limit), ProviderScript.Stream(Dialect.Responses, said, new Fragments(seed, isWild: true)));
            CheckCut(client, said, ClientEar.Hear(client, stream), limit, $"seed {seed}: {stream}");
            var body = Spoken.Whole(client, Dialect.Responses, Limited(client, limit), ProviderScript.Whole(Dialect.Responses, said, new Fragments(seed, isWild: true)));
            CheckCut(client, said, ClientEar.Hear(client, body), limit, $"seed {seed}: {body.GetRawText()}");
        }
    }

    [Theory]
    [InlineData(Dialect.Chat)]
    [InlineData(Dialect.Messages)]
    [InlineData(Dialect.Gemini)]
    public void An_answer_within_a_small_limit_is_whole(Dialect client)
    {
        var said = new Reply { Text = "Yes." };
        var stream = Spoken.Stream(client, Dialect.Responses, Limited(client, 2), ProviderScript.Stream(Dialect.Responses, said, new Fragments(1, isWild: false)));
        var heard = ClientEar.Hear(client, stream);
        (heard.Text, heard.Stop).ShouldBe(("Yes.", StopReason.EndTurn));
    }

    [Theory]
    [InlineData(1, 0, "")]
    [InlineData(5, 1, "{\\\"a\\\"")]
    public void Calls_are_cut_where_text_is(int limit, int calls, string arguments)
    {
        var said = new Reply { Calls = [new ReplyCall("a", "get_weather", """{"a":1}"""), new ReplyCall("b", "now", "{}")], Stop = StopReason.ToolCalls };
        var conversation = Limited(Dialect.Chat, limit);
        var collected = new CollectedAnswer();
        ResponsesBody(said, Promises.Keep(conversation, collected));
        var choice = collected.Choice(0);
        choice.Reason.ShouldBe(StopReason.MaxTokens);
        choice.Blocks.Count.ShouldBe(calls);
        if (calls > 0) Encoding.UTF8.GetString(choice.Blocks[0].Text).ShouldBe(arguments);
    }

    private static void ResponsesBody(Reply said, IAnswerSink sink) =>
        Spoken.Provider(Dialect.Responses).TryRead(Encoding.UTF8.GetBytes(ProviderScript.Whole(Dialect.Responses, said, new Fragments(1, isWild: false))), sink).ShouldBeTrue();

    private static Conversation OneAtATime(Dialect client)
    {
        var conversation = Spoken.Read(client, Fixtures.Of(client, Scenario.OneToolAtATime)!);
        conversation.Reading.Fault.ShouldBeNull();
        conversation.IncludeUsage = true;
        return conversation;
    }

    private static Conversation Limited(Dialect client, int limit)
    {
        var conversation = Spoken.Read(client, Fixtures.Of(client, Scenario.Hello)!);
        conversation.IncludeUsage = true;
        conversation.MaxOutputTokens = limit;
        var asked = JsonDocument.Parse(Spoken.Write(Dialect.Responses, conversation)).RootElement;
        asked.GetProperty("max_output_tokens").GetInt32().ShouldBe(16);
        conversation.Reading.Omissions.ShouldBeEmpty();
        return conversation;
    }

    private static void Check(Dialect client, Dialect provider, Reply said, Reply heard, string received)
    {
        if (provider == Dialect.Gemini) heard = heard with { Calls = [.. heard.Calls.Select(call => call with { Id = "*" })] };
        heard.Told().ShouldBe(ClientEar.Hearable(client, said with { Calls = [.. said.Calls.Take(1)] }).Told(), received);
    }

    private static void CheckCut(Dialect client, Reply said, Reply heard, int limit, string received)
    {
        said.Text.ShouldStartWith(heard.Text, Case.Sensitive, received);
        Encoding.UTF8.GetByteCount(heard.Text).ShouldBeInRange(3 * limit - 3, 3 * limit, received);
        (heard.Stop, heard.Usage).ShouldBe((StopReason.MaxTokens, ClientEar.Hearable(client, said).Usage), received);
    }
}

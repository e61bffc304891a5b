using System.Text;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.OpenAI.Chat;

public sealed class ChatRequestWriterTests
{
    [Fact]
    public void A_conversation_comes_out_as_it_went_in()
    {
        const string Messages = """
            [{"role":"system","content":"S \u00e9\n"},{"role":"user","content":"U"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"},"extra_content":{"google":{"thought_signature":"sig"}}},{"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c2","content":"two"},{"role":"tool","tool_call_id":"c1","content":"one"},
            {"role":"assistant","content":"A"},{"role":"user","content":[{"type":"text","text":"look"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC","detail":"low"}},
            {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},{"type":"input_audio","input_audio":{"data":"AAEC","format":"mp3"}},
            {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AAEC"}},{"type":"file","file":{"file_id":"file-1"}}]},
            {"role":"assistant","content":null,"refusal":"No"}]
            """;
        var asked = Asked.With($"\"messages\":{Messages}");
        ShouldEqual(asked.Written().GetProperty("messages"), Messages);
        asked.Reading.Fault.ShouldBeNull();
        asked.Omissions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"temperature\":0.5", "\"temperature\":0.5")]
    [InlineData("\"top_p\":0.5,\"seed\":1,\"n\":2,\"logit_bias\":{\"1\":2}", "\"top_p\":0.5,\"seed\":1,\"logit_bias\":{\"1\":2},\"n\":2")]
    [InlineData("\"frequency_penalty\":1,\"presence_penalty\":2,\"verbosity\":\"low\"", "\"frequency_penalty\":1,\"presence_penalty\":2,\"verbosity\":\"low\"")]
    [InlineData("\"user\":\"u\",\"safety_identifier\":\"s\",\"prompt_cache_key\":\"k\"", "\"user\":\"u\",\"safety_identifier\":\"s\",\"prompt_cache_key\":\"k\"")]
    [InlineData("\"max_tokens\":9", "\"max_completion_tokens\":9")]
    [InlineData("\"stop\":\"a\"", "\"stop\":[\"a\"]")]
    [InlineData("\"reasoning_effort\":\"minimal\"", "\"reasoning_effort\":\"minimal\"")]
    [InlineData("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}")]
    [InlineData("\"response_format\":{\"type\":\"json_object\"}", "\"response_format\":{\"type\":\"json_object\"}")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"a\":1},\"strict\":true}}", "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"a\":1},\"strict\":true}}")]
    [InlineData("\"store\":true,\"metadata\":{\"a\":\"b\"}", "\"store\":true,\"metadata\":{\"a\":\"b\"}")]
    [InlineData("\"store\":false,\"metadata\":{\"a\":\"b\"}", "")]
    [InlineData("\"service_tier\":\"flex\"", "\"service_tier\":\"flex\"")]
    [InlineData("\"tools\":[],\"tool_choice\":\"auto\",\"parallel_tool_calls\":false", "")]
    [InlineData("\"modalities\":[\"text\"],\"logprobs\":false", "")]
    [InlineData("\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"f\"}", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},\"parallel_tool_calls\":false")]
    public void Parameters_are_said_in_chat_s_own_words(string members, string written)
    {
        var asked = Asked.With(members);
        ShouldEqual(asked.Written(), $$"""{"model":"up","messages":[{"role":"user","content":"Hi"}]{{(written.Length > 0 ? "," : "")}}{{written}}}""");
        asked.Omissions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"logprobs\":true,\"top_logprobs\":2", "true", "2")]
    [InlineData("\"logprobs\":true", "true", null)]
    [InlineData("\"logprobs\":false,\"top_logprobs\":0", null, null)]
    public void Log_probabilities_are_asked_for_when_they_are_wanted(string members, string? logprobs, string? top)
    {
        var asked = Asked.With(members);
        var written = asked.Written();
        (written.TryGetProperty("logprobs", out var flag) ? flag.GetRawText() : null).ShouldBe(logprobs);
        (written.TryGetProperty("top_logprobs", out var count) ? count.GetRawText() : null).ShouldBe(top);
        asked.Omissions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"top_k\":5", "top_k")]
    [InlineData("\"modalities\":[\"text\",\"audio\"],\"audio\":{\"voice\":\"a\"}", "modalities audio")]
    [InlineData("\"service_tier\":\"standard_only\"", "service_tier")]
    [InlineData("\"of_next_year\":1", "of_next_year")]
    [InlineData("\"tool_choice\":\"required\"", "tool_choice")]
    public void What_the_answer_could_not_show_is_an_omission(string members, string omissions)
    {
        var asked = Asked.With(members);
        asked.Written().EnumerateObject().Count().ShouldBe(2);
        string.Join(' ', asked.Omissions).ShouldBe(omissions);
    }

    [Theory]
    [InlineData("\"none\"", "[\"f\",\"g\"]", "\"none\"")]
    [InlineData("""{"type":"function","function":{"name":"g"}}""", "[\"f\",\"g\"]", """{"type":"function","function":{"name":"g"}}""")]
    [InlineData("""{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"g"}}]}}""", "[\"g\"]", "\"auto\"")]
    public void Tools_that_are_not_allowed_are_not_shown(string choice, string names, string written)
    {
        const string Tools = """ "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g","strict":true}}] """;
        var request = Asked.With($"{Tools},\"tool_choice\":{choice}").Written();
        ShouldEqual(JsonSerializer.SerializeToElement(request.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("function").GetProperty("name").GetString())), names);
        ShouldEqual(request.GetProperty("tool_choice"), written);
    }

    [Theory]
    [InlineData(0, "none")]
    [InlineData(1, "minimal")]
    [InlineData(1024, "minimal")]
    [InlineData(1025, "low")]
    [InlineData(8192, "medium")]
    [InlineData(16384, "high")]
    [InlineData(31999, "xhigh")]
    [InlineData(65536, "max")]
    [InlineData(100000, "max")]
    public void A_budget_is_said_as_the_smallest_effort_that_has_it(int budget, string effort)
    {
        var asked = Asked.With("");
        asked.Conversation.Reasoning = new Reasoning(JsonPath.Root) { Budget = budget, Shows = true };
        asked.Written().GetProperty("reasoning_effort").GetString().ShouldBe(effort);
    }

    [Fact]
    public void The_limit_is_called_what_the_provider_calls_it() =>
        Asked.With("\"max_completion_tokens\":5").Written(new ProviderTarget { Model = "up", MaxTokensMember = "max_tokens" }).GetProperty("max_tokens").GetInt32().ShouldBe(5);

    [Fact]
    public void Results_stand_right_behind_their_calls_and_what_they_show_comes_after_all_of_them()
    {
        var asked = Asked.With("");
        asked.Conversation.Turns.Clear();
        asked.Conversation.Turns.Add(new Turn(TurnRole.Assistant, [Call("a", """{"x":"\u00e9\n"}"""), Call("b", "{}"), Call("c", "{}"), new ReasoningPart(Json("\"t\""), null, JsonPath.Root)]));
        asked.Conversation.Turns.Add(new Turn(TurnRole.User,
        [
            new TextPart(Json("\"Well?\""), JsonPath.Root),
            new ToolResultPart(Json("\"a\""), [Image, new TextPart(Json("\"seen\""), JsonPath.Root), new TextPart(Json("\"twice\""), JsonPath.Root)], JsonPath.Root),
            new ToolResultPart(Json("\"b\""), [], JsonPath.Root) { IsError = true },
            new ToolResultPart(Json("\"c\""), [Image], JsonPath.Root),
        ]));
        ShouldEqual(asked.Written().GetProperty("messages"), """
            [{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":\"\\u00e9\\n\"}"}},
              {"id":"b","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"a","content":"seen\n\ntwice"},{"role":"tool","tool_call_id":"b","content":"The tool failed."},
             {"role":"tool","tool_call_id":"c","content":"The result is attached to the next message of the user."},
             {"role":"user","content":[{"type":"text","text":"Attached to the result of the tool call 'a':"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC"}},
              {"type":"text","text":"Attached to the result of the tool call 'c':"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC"}},{"type":"text","text":"Well?"}]}]
            """);
        asked.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void What_results_show_comes_before_the_model_goes_on()
    {
        var asked = Asked.With("");
        asked.Conversation.Turns.Clear();
        asked.Conversation.Turns.Add(new Turn(TurnRole.User, [new ToolResultPart(Json("\"a\""), [Image], JsonPath.Root)]));
        asked.Conversation.Turns.Add(new Turn(TurnRole.User, [new ToolResultPart(Json("\"b\""), [], JsonPath.Root)]));
        asked.Conversation.Turns.Add(new Turn(TurnRole.Assistant, [new TextPart(Json("\"A\""), JsonPath.Root)]));
        asked.Written().GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString()).ShouldBe(["tool", "tool", "user", "assistant"]);
    }

    [Fact]
    public void Texts_of_one_turn_are_one_string_since_that_is_what_every_server_takes()
    {
        var asked = Asked.Messages("""{"role":"system","content":[{"type":"text","text":"a"},{"type":"text","text":"b\""}]},{"role":"user","content":[{"type":"text","text":"c"},{"type":"text","text":"d"}]}""");
        ShouldEqual(asked.Written().GetProperty("messages"), """[{"role":"system","content":"a\n\nb\""},{"role":"user","content":"c\n\nd"}]""");
    }

    [Fact]
    public void A_text_file_is_said_as_text()
    {
        var file = new FilePart(new MediaSource(null, Encoding.ASCII.GetBytes(Convert.ToBase64String("é\n"u8)), "text/plain"), Json("\"notes.txt\""), JsonPath.Root);
        var asked = Asked.With("");
        asked.Conversation.Turns.Add(new Turn(TurnRole.User, [file]));
        ShouldEqual(asked.Written().GetProperty("messages")[1], """{"role":"user","content":[{"type":"text","text":"notes.txt"},{"type":"text","text":"é\n"}]}""");
        asked.Omissions.ShouldBeEmpty();
    }

    public static TheoryData<string, TurnRole> Unsayable => new()
    {
        { "image in a system prompt", TurnRole.System },
        { "image of the model", TurnRole.Assistant },
        { "image by id", TurnRole.User },
        { "image in a bucket", TurnRole.User },
        { "recording by address", TurnRole.User },
        { "recording of another kind", TurnRole.User },
        { "document by address", TurnRole.User },
        { "document of another kind", TurnRole.User },
        { "document of another provider", TurnRole.User },
        { "text that is none", TurnRole.User },
    };

    [Theory]
    [MemberData(nameof(Unsayable))]
    public void Content_that_chat_cannot_say_is_never_dropped(string which, TurnRole role)
    {
        var path = JsonPath.Root.Member("here");
        var bytes = "AAEC"u8.ToArray();
        Part part = which switch
        {
            "image by id" => new ImagePart(new MediaSource(null, default, null, Json("\"file-1\"")), null, path),
            "image in a bucket" => new ImagePart(new MediaSource(Json("\"gs://a/b\""), default, null), null, path),
            "recording by address" => new AudioPart(new MediaSource(Json("\"https://a\""), default, "audio/wav"), path),
            "recording of another kind" => new AudioPart(new MediaSource(null, bytes, "audio/ogg"), path),
            "document by address" => new FilePart(new MediaSource(Json("\"https://a\""), default, null), null, path),
            "document of another kind" => new FilePart(new MediaSource(null, bytes, "application/msword"), null, path),
            "document of another provider" => new FilePart(new MediaSource(null, default, null, Json("\"file_011\"")), null, path),
            "text that is none" => new FilePart(new MediaSource(null, "/////w=="u8.ToArray(), "text/plain"), null, path),
            _ => new ImagePart(new MediaSource(null, bytes, "image/png"), null, path),
        };
        var asked = Asked.With("");
        asked.Conversation.Turns.Add(new Turn(role, [part]));
        asked.Written();
        asked.Omissions.ShouldHaveSingleItem().ShouldBe("!here");
    }

    private static ImagePart Image => new(new MediaSource(null, "AAEC"u8.ToArray(), "image/png"), null, JsonPath.Root);

    private static ToolCallPart Call(string id, string arguments) => new(RawJson.Text(id), Json("\"f\""), Json(arguments), JsonPath.Root);

    private static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static void ShouldEqual(JsonElement actual, string expected) =>
        JsonElement.DeepEquals(actual, Json(expected)).ShouldBeTrue($"{actual.GetRawText()}\nis not\n{expected}");
}

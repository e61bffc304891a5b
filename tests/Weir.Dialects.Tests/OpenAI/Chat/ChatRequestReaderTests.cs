using System.Text;
using Weir.Dialects.Conversations;

namespace Weir.Dialects.Tests.OpenAI.Chat;

public sealed class ChatRequestReaderTests
{
    [Fact]
    public void Messages_become_turns()
    {
        var asked = Asked.Messages("""
            {"role":"system","content":"S"},{"role":"developer","content":[{"type":"text","text":"D"}]},{"role":"user","content":"U"},
            {"role":"assistant","content":"A","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"},"extra_content":{"google":{"thought_signature":"sig"}}}]},
            {"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"R"}]},{"role":"assistant","content":null,"refusal":"No"}
            """);
        asked.Reading.Fault.ShouldBeNull();
        asked.Omissions.ShouldBeEmpty();
        var turns = asked.Conversation.Turns;
        turns.Select(turn => turn.Role).ShouldBe([TurnRole.System, TurnRole.System, TurnRole.User, TurnRole.Assistant, TurnRole.User, TurnRole.Assistant]);
        Text(turns[0].Parts[0]).ShouldBe("S");
        Text(turns[1].Parts[0]).ShouldBe("D");
        var call = turns[3].Parts[1].ShouldBeOfType<ToolCallPart>();
        call.Arguments.GetString().ShouldBe("""{"x":1}""");
        call.Signature?.GetString().ShouldBe("sig");
        var result = turns[4].Parts.ShouldHaveSingleItem().ShouldBeOfType<ToolResultPart>();
        result.CallId.GetString().ShouldBe("c1");
        result.Name?.GetString().ShouldBe("f");
        turns[5].Parts.ShouldHaveSingleItem().ShouldBeOfType<RefusalPart>().Text.GetString().ShouldBe("No");
    }

    [Fact]
    public void What_the_Agents_SDK_puts_into_the_part_with_the_text_is_read_as_the_message_s()
    {
        var asked = Asked.Messages("""
            {"role":"user","content":"U"},
            {"role":"assistant","content":[{"type":"text","text":"A","role":"assistant","refusal":null,"annotations":[],
              "reasoning_details":[{"type":"reasoning.text","text":"Hm","signature":"sig"}],
              "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}],
             "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","content":"R"}
            """);
        asked.Reading.Fault.ShouldBeNull();
        asked.Omissions.ShouldBeEmpty();
        var said = asked.Conversation.Turns[1].Parts;
        said.Select(part => part.GetType()).ShouldBe([typeof(ReasoningPart), typeof(TextPart), typeof(ToolCallPart)]);
        ((ReasoningPart)said[0]).Signature?.GetString().ShouldBe("sig");
    }

    [Fact]
    public void Media_keep_their_type_and_their_bytes()
    {
        var asked = Asked.Messages("""
            {"role":"user","content":[
             {"type":"image_url","image_url":{"url":"data:IMAGE/PNG;base64,AAEC","detail":"low"}},
             {"type":"image_url","image_url":{"url":"data:image\/jpeg;base64,\/\/79"}},
             {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
             {"type":"input_audio","input_audio":{"data":"AAEC","format":"wav"}},
             {"type":"file","file":{"file_data":"data:application/pdf;base64,AA\nEC","filename":"a.pdf"}},
             {"type":"file","file":{"file_data":"AAEC","filename":"notes.TXT"}},
             {"type":"file","file":{"file_id":"file-1"}},
             {"type":"text","text":"T","cache_control":{"type":"ephemeral","ttl":"1h"}}]}
            """);
        asked.Reading.Fault.ShouldBeNull();
        asked.Omissions.ShouldBeEmpty();
        var parts = asked.Conversation.Turns[0].Parts;
        var image = parts[0].ShouldBeOfType<ImagePart>();
        (image.Source.MediaType, Bytes(image.Source), image.Detail?.GetString()).ShouldBe(("image/png", "AAEC", "low"));
        var escaped = parts[1].ShouldBeOfType<ImagePart>();
        (escaped.Source.MediaType, Bytes(escaped.Source)).ShouldBe(("image/jpeg", "//79"));
        parts[2].ShouldBeOfType<ImagePart>().Source.Url?.GetString().ShouldBe("https://example.com/a.png");
        parts[3].ShouldBeOfType<AudioPart>().Source.MediaType.ShouldBe("audio/wav");
        var file = parts[4].ShouldBeOfType<FilePart>();
        (file.Source.MediaType, Bytes(file.Source), file.Name?.GetString()).ShouldBe(("application/pdf", "AAEC", "a.pdf"));
        parts[5].ShouldBeOfType<FilePart>().Source.MediaType.ShouldBe("text/plain");
        parts[6].ShouldBeOfType<FilePart>().Source.FileId?.GetString().ShouldBe("file-1");
        parts[7].Cache?.Ttl?.GetString().ShouldBe("1h");
    }

    [Fact]
    public void Thoughts_that_are_given_back_keep_their_proof()
    {
        var asked = Asked.Messages("""
            {"role":"user","content":"U"},{"role":"assistant","content":"A","reasoning_content":"ab","reasoning_details":[
             {"type":"reasoning.text","text":"a","index":0},{"type":"reasoning.text","text":"b","index":0},{"type":"reasoning.text","text":"","signature":"s","index":0},
             {"type":"reasoning.encrypted","data":"d","id":"x","index":1},{"type":"reasoning.text","text":"c","index":2}]},
            {"role":"user","content":"V"},{"role":"assistant","content":"","reasoning":"plain"}
            """);
        asked.Reading.Fault.ShouldBeNull();
        asked.Omissions.ShouldBeEmpty();
        var thoughts = asked.Conversation.Turns[1].Parts.OfType<ReasoningPart>().ToList();
        thoughts.Select(part => (part.Text?.GetString(), part.Signature?.GetString(), part.IsRedacted)).ShouldBe([("ab", "s", false), (null, "d", true), ("c", null, false)]);
        thoughts[1].Id?.GetString().ShouldBe("x");
        asked.Conversation.Turns[3].Parts.ShouldHaveSingleItem().ShouldBeOfType<ReasoningPart>().Text?.GetString().ShouldBe("plain");
    }

    [Fact]
    public void What_an_SDK_adds_to_an_answer_for_its_application_may_come_back()
    {
        var asked = Asked.Messages("""
            {"role":"user","content":"U"},{"role":"assistant","content":"{}","parsed":{"a":1},"tool_calls":[
             {"id":"c","type":"function","function":{"name":"f","arguments":"{}","parsed_arguments":{"b":2}}}]},{"role":"tool","tool_call_id":"c","content":"r"}
            """);
        asked.Reading.Fault.ShouldBeNull();
        asked.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void Functions_from_before_there_were_tools_are_tools()
    {
        var asked = Asked.With("""
            "functions":[{"name":"f","description":"d","parameters":{"type":"object"}}],"function_call":{"name":"f"},"messages":[{"role":"user","content":"U"},
            {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"1"},
            {"role":"assistant","content":null,"function_call":{"name":"f","arguments":""}},{"role":"function","name":"f","content":null}]
            """);
        asked.Reading.Fault.ShouldBeNull();
        asked.Omissions.ShouldBeEmpty();
        var conversation = asked.Conversation;
        conversation.Tools.ShouldHaveSingleItem().Name.GetString().ShouldBe("f");
        conversation.ParallelToolCalls.ShouldBe(false);
        conversation.ToolChoice.ShouldNotBeNull().Mode.ShouldBe(ToolChoiceMode.Required);
        var calls = conversation.Turns.SelectMany(turn => turn.Parts).OfType<ToolCallPart>().ToList();
        var results = conversation.Turns.SelectMany(turn => turn.Parts).OfType<ToolResultPart>().ToList();
        calls.Select(call => call.Id.GetString()).ShouldBeUnique();
        results.Select(result => result.CallId.GetString()).ShouldBe(calls.Select(call => call.Id.GetString()));
        calls[1].Arguments.GetString().ShouldBe("{}");
    }

    [Theory]
    [InlineData("\"none\"", ToolChoiceMode.None, "")]
    [InlineData("\"auto\"", ToolChoiceMode.Auto, "")]
    [InlineData("\"required\"", ToolChoiceMode.Required, "")]
    [InlineData("""{"type":"function","function":{"name":"g"}}""", ToolChoiceMode.Required, "g")]
    [InlineData("""{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}]}}""", ToolChoiceMode.Auto, "f g")]
    [InlineData("""{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"f"}}]}}""", ToolChoiceMode.Required, "f")]
    public void Choices_of_tools_are_read(string choice, ToolChoiceMode mode, string names)
    {
        const string Tools = """ "tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{}}},{"type":"function","function":{"name":"g"}}] """;
        var asked = Asked.With($"{Tools},\"tool_choice\":{choice}");
        asked.Reading.Fault.ShouldBeNull();
        asked.Omissions.ShouldBeEmpty();
        asked.Conversation.Tools[0].Strict.ShouldBe(true);
        var read = asked.Conversation.ToolChoice.ShouldNotBeNull();
        read.Mode.ShouldBe(mode);
        string.Join(' ', read.Names.Select(name => name.GetString())).ShouldBe(names);
    }

    [Fact]
    public void Parameters_with_a_place_of_their_own_go_there()
    {
        var asked = Asked.With("""
            "stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},"parallel_tool_calls":false,"reasoning_effort":"xhigh",
            "max_completion_tokens":7,"max_tokens":9,"stop":["a","b"],
            "response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","schema":{"type":"object"},"strict":true}}
            """);
        asked.Reading.Fault.ShouldBeNull();
        asked.Omissions.ShouldBeEmpty();
        var conversation = asked.Conversation;
        (conversation.Stream, conversation.IncludeUsage, conversation.ParallelToolCalls, conversation.MaxOutputTokens).ShouldBe((true, true, false, 7));
        conversation.Reasoning?.Effort.ShouldBe("xhigh");
        conversation.Stops.Select(stop => stop.GetString()).ShouldBe(["a", "b"]);
        var format = conversation.Format.ShouldNotBeNull();
        (format.Name?.GetString(), format.Description?.GetString(), format.Schema?.GetRawText(), format.Strict).ShouldBe(("n", "d", """{"type":"object"}""", true));
    }

    [Fact]
    public void Usage_in_a_stream_is_given_only_to_those_who_ask() =>
        Asked.With("\"stream\":true").Conversation.IncludeUsage.ShouldBeFalse();

    [Theory]
    [InlineData("\"max_tokens\":9", 9)]
    [InlineData("\"max_completion_tokens\":null,\"max_tokens\":9", 9)]
    [InlineData("", null)]
    public void The_older_limit_holds_where_there_is_no_newer_one(string members, int? limit) =>
        Asked.With(members).Conversation.MaxOutputTokens.ShouldBe(limit);

    [Theory]
    [InlineData("metadata", "{\"a\":\"b\"}")]
    [InlineData("top_logprobs", "2")]
    [InlineData("temperature", "0.5")]
    [InlineData("top_p", "0.5")]
    [InlineData("user", "\"u\"")]
    [InlineData("safety_identifier", "\"s\"")]
    [InlineData("prompt_cache_key", "\"k\"")]
    [InlineData("prompt_cache_retention", "\"24h\"")]
    [InlineData("prompt_cache_options", "{\"ttl\":\"30m\"}")]
    [InlineData("service_tier", "\"flex\"")]
    [InlineData("modalities", "[\"text\",\"audio\"]")]
    [InlineData("verbosity", "\"low\"")]
    [InlineData("frequency_penalty", "1")]
    [InlineData("presence_penalty", "1")]
    [InlineData("web_search_options", "{}")]
    [InlineData("audio", "{\"voice\":\"a\"}")]
    [InlineData("store", "true")]
    [InlineData("moderation", "{}")]
    [InlineData("logit_bias", "{\"1\":2}")]
    [InlineData("logprobs", "true")]
    [InlineData("n", "2")]
    [InlineData("prediction", "{}")]
    [InlineData("seed", "1")]
    [InlineData("top_k", "5")]
    [InlineData("of_next_year", "[1]")]
    public void All_other_parameters_are_options_under_their_own_names(string name, string value)
    {
        var asked = Asked.With($"\"{name}\":{value}");
        asked.Reading.Fault.ShouldBeNull();
        asked.Conversation.Options.TryTake(name, out var option).ShouldBeTrue();
        (option.Element.GetRawText(), option.Path.ToString()).ShouldBe((value, name));
    }

    [Theory]
    [InlineData("""{"role":"user","content":"a","name":"n"}""", "messages[0].name")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"a","mood":1}]}""", "messages[0].content[0].mood")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://a","size":1}}]}""", "messages[0].content[0].image_url.size")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","scope":"x"}}]}""", "messages[0].content[0].cache_control.scope")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","content":"b","mood":1}""", "messages[1].mood")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","content":"b","annotations":[{}]}""", "messages[1].annotations")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","content":"b","annotations":[],"audio":null,"function_call":null,"tool_calls":[]}""", "")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_details":[{"type":"reasoning.new"}]}""", "messages[1].reasoning_details[0]")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"text","text":"b","role":"assistant","refusal":null,"annotations":[]}]}""", "")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"text","text":"b","annotations":[{}],"mood":1,"tool_calls":[]}]}""", "messages[1].content[0].annotations messages[1].content[0].mood messages[1].content[0].tool_calls")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"b","role":"user"}]}""", "messages[0].content[0].role")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","content":"b","extra_content":{"google":{}}}""", "messages[1].extra_content")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}],"extra_content":{"google":{}}},{"role":"tool","tool_call_id":"c","content":"y"}""", "")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","audio":{"id":"x"}}""", "!messages[1].audio")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"c","type":"custom","custom":{"name":"f","input":"x"}}]},{"role":"tool","tool_call_id":"c","content":"y"}""", "!messages[1].tool_calls[0] !messages[2]")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"c","index":0,"type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"acme":1}}]},{"role":"tool","tool_call_id":"c","content":"y","name":"f"}""", "messages[1].tool_calls[0].extra_content.acme")]
    public void What_no_other_dialect_can_be_told_is_noted_in_messages(string messages, string omissions)
    {
        var asked = Asked.Messages(messages);
        asked.Reading.Fault.ShouldBeNull();
        string.Join(' ', asked.Omissions).ShouldBe(omissions);
    }

    [Theory]
    [InlineData("""  "tools":[{"type":"custom","custom":{"name":"f"}}]  """, "tools[0]")]
    [InlineData("""  "tools":[{"type":"function","function":{"name":"f","mood":1},"x":1}]  """, "tools[0].x tools[0].function.mood")]
    [InlineData("""  "tool_choice":{"type":"custom","custom":{"name":"f"}}  """, "tool_choice")]
    [InlineData("""  "stream_options":{"include_obfuscation":true,"x":1}  """, "stream_options.include_obfuscation stream_options.x")]
    [InlineData("""  "response_format":{"type":"text","x":1}  """, "response_format.x")]
    [InlineData("""  "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{},"x":1}}  """, "response_format.json_schema.x")]
    public void What_no_other_dialect_can_be_told_is_noted_in_parameters(string members, string omissions)
    {
        var asked = Asked.With(members);
        asked.Reading.Fault.ShouldBeNull();
        string.Join(' ', asked.Omissions).ShouldBe(omissions);
    }

    private static string? Text(Part part) => ((TextPart)part).Text.GetString();

    private static string Bytes(MediaSource source) => Encoding.ASCII.GetString(source.Base64.Span);
}

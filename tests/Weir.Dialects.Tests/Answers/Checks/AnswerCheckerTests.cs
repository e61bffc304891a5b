using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers.Checks;

namespace Weir.Dialects.Tests.Answers.Checks;

public sealed class AnswerCheckerTests
{
    private const string Schema = """{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}""";

    [Theory]
    [InlineData(Dialect.Chat, """{"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":SCHEMA}}}""")]
    [InlineData(Dialect.Responses, """{"text":{"format":{"type":"json_schema","name":"n","schema":SCHEMA}}}""")]
    [InlineData(Dialect.Messages, """{"output_format":{"type":"json_schema","schema":SCHEMA}}""")]
    [InlineData(Dialect.Messages, """{"max_tokens":5,"output_config":{"effort":"low","format":{"type":"json_schema","schema":SCHEMA}}}""")]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"responseSchema":SCHEMA}}""")]
    [InlineData(Dialect.Gemini, """{"generation_config":{"response_json_schema":SCHEMA}}""")]
    public void The_schema_is_found_where_the_dialect_has_it(Dialect client, string request) =>
        AnswerSchema.Find(client, Encoding.UTF8.GetBytes(request.Replace("SCHEMA", Schema, StringComparison.Ordinal)))!.Value.GetRawText().ShouldBe(Schema);

    [Theory]
    [InlineData(Dialect.Chat, """{"response_format":{"type":"json_object"}}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"content":"\"json_schema\""}],"response_format":"json_schema"}""")]
    [InlineData(Dialect.Chat, """{"response_format":{"type":"json_schema","json_schema":null}}""")]
    [InlineData(Dialect.Responses, """{"text":{"format":{"type":"text"}},"metadata":{"x":"json_schema"}}""")]
    [InlineData(Dialect.Gemini, """{"tools":[{"functionDeclarations":[{"parametersJsonSchema":{}}]}]}""")]
    [InlineData(Dialect.Chat, "\"json_schema\"")]
    [InlineData(Dialect.Chat, """{"response_format":{"type":"json_schema" """)]
    public void Without_one_there_is_none(Dialect client, string request) => AnswerSchema.Find(client, Encoding.UTF8.GetBytes(request)).ShouldBeNull();

    [Theory]
    [InlineData("""{\"a\":1}""", "stop", null)]
    [InlineData(""" {\"a\":\u0031} """, "stop", null)]
    [InlineData("""{\"b\":1}""", "stop", "a required member is missing")]
    [InlineData("""```json\n{\"a\":1}\n```""", "stop", "it is not JSON")]
    [InlineData("""{\"a\":""", "stop", "it is not JSON")]
    [InlineData("""{\"a\":""", "length", null)]
    [InlineData("""{\"a\":""", "content_filter", null)]
    public void An_answer_has_to_keep_to_its_schema_once_it_is_whole(string content, string finish, string? problem)
    {
        using var checker = Checker(schema: Schema);
        checker.Read(Encoding.UTF8.GetBytes($$"""{"id":"i","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{content}}"},"finish_reason":"{{finish}}"}]}"""));
        (checker.Judge()?.Words).ShouldBe(problem);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null,"refusal":"No."}""", "stop")]
    [InlineData("""{"role":"assistant","content":"I look.","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}""", "stop")]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}""", "tool_calls")]
    public void A_refusal_and_a_call_need_not(string message, string finish)
    {
        using var checker = Checker(schema: Schema);
        checker.Read(Encoding.UTF8.GetBytes($$"""{"id":"i","model":"m","choices":[{"index":0,"message":{{message}},"finish_reason":"{{finish}}"}]}"""));
        checker.Judge().ShouldBeNull();
    }

    [Fact]
    public void A_stream_is_read_from_its_events()
    {
        using var checker = Checker(schema: Schema);
        foreach (var part in (string[])["{\\\"b\\\"", ":1}"])
            checker.Observe(Encoding.UTF8.GetBytes($$$"""{"id":"i","model":"m","choices":[{"index":0,"delta":{"content":"{{{part}}}"},"finish_reason":null}]}"""), choices: 1);
        checker.Judge().ShouldBeNull();
        checker.Observe("""{"id":"i","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""u8, choices: 1);
        checker.Judge().ShouldBe(new AnswerFault(AnswerCheck.Schema, "a required member is missing"));
    }

    [Fact]
    public void A_loop_is_found_before_the_stream_ends()
    {
        using var checker = Checker(findsRepetition: true);
        for (var i = 0; i < 200; i++)
            checker.Observe("""{"id":"i","model":"m","choices":[{"index":0,"delta":{"content":"and then some more of it "},"finish_reason":null}]}"""u8, choices: 1);
        checker.FoundEarly!.Check.ShouldBe(AnswerCheck.Repetition);
        checker.Judge().ShouldBe(checker.FoundEarly);
    }

    public static TheoryData<string, string, bool> Texts() => new()
    {
        { "Please tell me in a few words what a weir is and what it is good for, would you?", "Плотина это сооружение, которое перегораживает реку и поднимает уровень воды.", true },
        { "Please tell me in a few words what a weir is and what it is good for, would you?", "A weir is a low barrier across a river that raises the level of its water.", false },
        { "Расскажи мне, пожалуйста, в нескольких словах, что такое weir и зачем он нужен людям.", "A weir is a low barrier across a river that raises the level of its water a little.", false },
        { "请用几句话告诉我什么是堰以及它有什么用处请用几句话告诉我什么是堰以及它有什么用处请用几句话告诉我", "A weir is a low barrier across a river that raises the level of its water.", true },
        { "请用几句话告诉我什么是堰以及它有什么用处请用几句话告诉我什么是堰以及它有什么用处请用几句话告诉我", "堰是一种横跨河流的低矮障碍物可以抬高水位也可以测量流量堰是一种横跨河流的低矮障碍物可以抬高水位", false },
        { "Translate to Russian.", "Плотина это сооружение, которое перегораживает реку и поднимает уровень воды.", false },
        { "Please tell me in a few words what a weir is and what it is good for, would you?", "Да.", false },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_script_that_the_request_has_nothing_in_is_foreign(string prompt, string answer, bool isForeign)
    {
        foreach (var escape in (bool[])[false, true])
        {
            var options = new JsonSerializerOptions { Encoder = escape ? null : System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            var request = JsonSerializer.SerializeToUtf8Bytes(new { model = "some-model-of-ours", messages = new[] { new { role = "user", content = prompt } } }, options);
            using var checker = Checker(prompt: PromptScripts.Of(request));
            checker.Read(JsonSerializer.SerializeToUtf8Bytes(new { id = "i", model = "m", choices = new[] { new { index = 0, message = new { role = "assistant", content = answer }, finish_reason = "stop" } } }, options));
            (checker.Judge()?.Check).ShouldBe(isForeign ? AnswerCheck.Language : null);
        }
    }

    [Fact]
    public void Each_dialect_s_answer_can_be_read()
    {
        foreach (var (dialect, answer) in new Dictionary<Dialect, string>
        {
            [Dialect.Messages] = """{"id":"i","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"no"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""",
            [Dialect.Gemini] = """{"candidates":[{"content":{"role":"model","parts":[{"text":"no"}]},"finishReason":"STOP"}],"modelVersion":"m"}""",
            [Dialect.Converse] = """{"output":{"message":{"role":"assistant","content":[{"text":"no"}]}},"stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2}}""",
            [Dialect.Responses] = """{"id":"r","object":"response","status":"completed","model":"m","output":[{"type":"message","id":"m1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"no","annotations":[]}]}]}""",
        })
        {
            using var checker = new AnswerChecker(DialectTable.Provider(dialect), JsonElement.Parse(Schema), null, findsRepetition: false);
            checker.Read(Encoding.UTF8.GetBytes(answer));
            checker.Judge().ShouldBe(new AnswerFault(AnswerCheck.Schema, "it is not JSON"), dialect.ToString());
        }
    }

    private static AnswerChecker Checker(string? schema = null, ScriptCounts? prompt = null, bool findsRepetition = false) =>
        new(DialectTable.Provider(Dialect.Chat), schema is null ? null : JsonElement.Parse(schema), prompt, findsRepetition);
}

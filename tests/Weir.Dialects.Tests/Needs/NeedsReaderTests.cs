using System.Text;
using Weir.Dialects.Needs;

namespace Weir.Dialects.Tests.Needs;

public sealed class NeedsReaderTests
{
    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}]}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"user","content":[{"\u0074ype":"image\u005furl","image_url":"https://a/b.png"}]}]}""")]
    [InlineData(Dialect.Responses, """{"input":[{"role":"user","content":[{"type":"input_image","image_url":"https://a/b.png"}]}]}""")]
    [InlineData(Dialect.Responses, """{"input":[{"type":"function_call_output","call_id":"c","output":[{"type":"input_image","file_id":"file-1"}]}]}""")]
    [InlineData(Dialect.Responses, """{"input":[{"type":"image_generation_call","id":"ig_1","result":"AAAA"}]}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}]}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":{"parts":{"file_data":{"mime_type":"image/png","file_uri":"https://a/b"}}}}""")]
    public void A_picture(Dialect dialect, string request) => (Read(dialect, request) with { TextBytes = 0 }).ShouldBe(new RequestNeeds { Images = true, Media = 1 });

    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]}""", 1)]
    [InlineData(Dialect.Chat, """{"modalities":["text","audio"],"audio":{"voice":"alloy","format":"wav"}}""", 0)]
    [InlineData(Dialect.Responses, """{"input":[{"content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]}""", 1)]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"inlineData":{"mimeType":"audio/wav","data":"AAAA"}}]}]}""", 1)]
    public void A_recording(Dialect dialect, string request, int media)
    {
        var needs = Read(dialect, request);
        (needs.Images, needs.Audio, needs.Files, needs.Media).ShouldBe((false, true, false, media));
    }

    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"file","file":{"file_data":"AAAA"}}]}]}""")]
    [InlineData(Dialect.Responses, """{"input":[{"content":[{"type":"input_file","file_url":"https://a/b.pdf"}]}]}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"content":[{"type":"document","source":{"type":"url","url":"https://a/b.pdf"}}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"inlineData":{"mimeType":"application/pdf","data":"AAAA"}}]}]}""")]
    public void A_file(Dialect dialect, string request)
    {
        var needs = Read(dialect, request);
        (needs.Images, needs.Audio, needs.Files, needs.Media).ShouldBe((false, false, true, 1));
    }

    [Theory]
    [InlineData(Dialect.Chat, """{"tools":[{"type":"function","function":{"name":"f"}}]}""", true)]
    [InlineData(Dialect.Chat, """{"functions":[{"name":"f"}]}""", true)]
    [InlineData(Dialect.Responses, """{"tools":[{"type":"web_search"}]}""", true)]
    [InlineData(Dialect.Messages, """{"tools":[{"name":"f","input_schema":{}}]}""", true)]
    [InlineData(Dialect.Gemini, """{"tools":[{"functionDeclarations":[{"name":"f"}]}]}""", true)]
    [InlineData(Dialect.Gemini, """{"tools":{"googleSearch":{}}}""", true)]
    [InlineData(Dialect.Chat, """{"tools":[ ]}""", false)]
    [InlineData(Dialect.Chat, """{"tools":null}""", false)]
    [InlineData(Dialect.Chat, """{"messages":[{"tools":[{}]}]}""", false)]
    public void Tools(Dialect dialect, string request, bool needed) => Read(dialect, request).Tools.ShouldBe(needed);

    [Theory]
    [InlineData(Dialect.Chat, """{"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}}""", true)]
    [InlineData(Dialect.Responses, """{"text":{"format":{"type":"json_schema","name":"n","schema":{}},"verbosity":"low"}}""", true)]
    [InlineData(Dialect.Messages, """{"output_format":{"type":"json_schema","schema":{}}}""", true)]
    [InlineData(Dialect.Messages, """{"output_config":{"format":{"type":"json_schema","schema":{}}}}""", true)]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"responseMimeType":"application/json","responseSchema":{"type":"OBJECT"}}}""", true)]
    [InlineData(Dialect.Gemini, """{"generation_config":{"response_json_schema":{"type":"object"}}}""", true)]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"_responseJsonSchema":{"type":"object"}}}""", true)]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"responseMimeType":"application/json","responseSchema":null}}""", false)]
    [InlineData(Dialect.Chat, """{"response_format":{"type":"json_object"}}""", false)]
    [InlineData(Dialect.Chat, """{"response_format":{"type":"json_object","schema":{"properties":{"type":"json_schema"}}}}""", false)]
    [InlineData(Dialect.Responses, """{"text":{"format":{"type":"text"}}}""", false)]
    [InlineData(Dialect.Chat, """{"response_format":null}""", false)]
    public void A_schema(Dialect dialect, string request, bool needed) => Read(dialect, request).Schema.ShouldBe(needed);

    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"user","content":"{\"type\":\"image_url\"} and \"tools\":[1]"}]}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"user","content":[{"type":"text","text":"image_url"},{"text":"input_audio","type":"text"}]}]}""")]
    [InlineData(Dialect.Chat, """{"messages":[{"tool_calls":[{"type":"function","function":{"name":"file","arguments":"{\"type\":\"file\"}"}}]}]}""")]
    [InlineData(Dialect.Chat, """{"metadata":{"type":"image_url"},"user":"image_url"}""")]
    [InlineData(Dialect.Messages, """{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"draw","input":{"type":"image","source":{"type":"document"}}}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"functionCall":{"name":"f","args":{"mimeType":"image/png"}}}]}]}""")]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"functionResponse":{"name":"f","response":{"mimeType":"image/png"}}}]}]}""")]
    [InlineData(Dialect.Responses, """{"input":"input_image","instructions":"json_schema"}""")]
    public void Words_that_stand_elsewhere_mean_nothing(Dialect dialect, string request) =>
        (Read(dialect, request) with { TextBytes = 0 }).ShouldBe(default);

    [Theory]
    [InlineData(Dialect.Chat, """{"messages":[{"role":"user","content":"12345678"}]}""", 12)]
    [InlineData(Dialect.Chat, """{"messages":[{"content":["1234","5678"]}],"prompt":"1234"}""", 12)]
    [InlineData(Dialect.Chat, """{"messages":[{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAAAAAAAAAAAAAAAAAA"}},{"type":"text","text":"12345678"}]}]}""", 8)]
    [InlineData(Dialect.Messages, """{"system":"12345678","messages":[{"content":[{"type":"image","source":{"media_type":"img","data":"AAAAAAAAAAAAAAAAAAAA"}}]}]}""", 11)]
    [InlineData(Dialect.Gemini, """{"contents":[{"parts":[{"text":"12345678","thoughtSignature":"AAAAAAAAAAAA"}]}]}""", 8)]
    [InlineData(Dialect.Chat, """{"tools":[{"name":"123456789012"}],"stop":"12345678"}""", 23)]
    public void Only_what_is_read_as_text_is_counted(Dialect dialect, string request, long bytes) => Read(dialect, request).TextBytes.ShouldBe(bytes);

    [Theory]
    [InlineData(Dialect.Chat, """{"max_tokens":100,"max_completion_tokens":200}""", 200L)]
    [InlineData(Dialect.Responses, """{"max_output_tokens":300}""", 300L)]
    [InlineData(Dialect.Messages, """{"max_tokens":400}""", 400L)]
    [InlineData(Dialect.Gemini, """{"generationConfig":{"maxOutputTokens":500}}""", 500L)]
    [InlineData(Dialect.Chat, """{"max_tokens":null}""", null)]
    [InlineData(Dialect.Chat, """{"max_tokens":1e99}""", null)]
    [InlineData(Dialect.Chat, """{"max_tokens":{"max_tokens":1}}""", null)]
    public void The_limit_of_the_answer(Dialect dialect, string request, long? tokens) => Read(dialect, request).MaxOutputTokens.ShouldBe(tokens);

    [Theory]
    [InlineData("")]
    [InlineData("--form\r\ncontent-disposition: form-data; name=\"image\"")]
    [InlineData("[]")]
    [InlineData("""{"messages":[{"content":[{"type":"image_url"}""")]
    [InlineData("""{"messages":[{"content":[{"type":"\ud800"}]}]}""")]
    public void What_cannot_be_read_needs_nothing(string request) => Read(Dialect.Chat, request).ShouldBe(default);

    private static RequestNeeds Read(Dialect dialect, string request) => NeedsReader.Read(dialect, Encoding.UTF8.GetBytes(request));
}

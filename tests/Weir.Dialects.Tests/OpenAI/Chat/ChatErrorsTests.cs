using System.Buffers;
using System.Text;
using Weir.Dialects.Errors;
using Weir.Dialects.OpenAI.Chat;

namespace Weir.Dialects.Tests.OpenAI.Chat;

public sealed class ChatErrorsTests
{
    [Theory]
    [InlineData(false, """{"error":{"message":"It's \"no\"","type":"invalid_request_error","param":"n","code":"invalid_value"}}""")]
    [InlineData(true, "data: {\"error\":{\"message\":\"It's \\\"no\\\"\",\"type\":\"invalid_request_error\",\"param\":\"n\",\"code\":\"invalid_value\"}}\n\n")]
    public void A_client_is_told_with_all_four_keys(bool asEvent, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        ChatDialect.Instance.Write(new ClientError(400, "invalid_request_error", "invalid_value", "It's \"no\"", "n", "id"), asEvent, output);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(expected);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"m","type":"invalid_request_error","param":"p","code":"c"}}""", ErrorKind.InvalidRequest, "m", "c", "p")]
    [InlineData(429, """{"error":{"message":"m","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""", ErrorKind.RateLimit, "m", "rate_limit_exceeded", null)]
    [InlineData(429, """{"error":{"message":"m","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", ErrorKind.Billing, "m", "insufficient_quota", null)]
    [InlineData(404, """{"error":"model 'x' not found"}""", ErrorKind.NotFound, "model 'x' not found", null, null)]
    [InlineData(401, """{"detail":"Unauthorized"}""", ErrorKind.Authentication, "Unauthorized", null, null)]
    [InlineData(422, """{"detail":[{"type":"missing","loc":["body","messages",0,"role"],"msg":"Field required"}]}""", ErrorKind.InvalidRequest, "Field required", null, "messages.0.role")]
    [InlineData(422, """{"object":"error","message":{"detail":[{"msg":"m","loc":["body","p"]}]},"type":"invalid_request_error","code":3051}""", ErrorKind.InvalidRequest, "m", "3051", "p")]
    [InlineData(400, """{"object":"error","message":"m","type":"BadRequestError","param":null,"code":400}""", ErrorKind.InvalidRequest, "m", "400", null)]
    [InlineData(503, """{"message":"m"}""", ErrorKind.Overloaded, "m", null, null)]
    [InlineData(400, """[{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}]""", ErrorKind.InvalidRequest, "m", "400", null)]
    [InlineData(500, """{"error":null,"message":"m"}""", ErrorKind.Internal, "m", null, null)]
    public void A_provider_s_error_is_understood_in_whatever_form_it_comes(int status, string body, ErrorKind kind, string message, string? code, string? param)
    {
        ChatDialect.Instance.TryRead(status, Encoding.UTF8.GetBytes(body), out var error).ShouldBeTrue();
        error.ShouldBe(new ProviderError(kind, message, code, param));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bad gateway")]
    [InlineData("<html>")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"detail":[]}""")]
    [InlineData("""{"error":5}""")]
    [InlineData("""{"error":"\ud800"}""")]
    public void A_body_without_an_error_gives_none(string body) =>
        ChatDialect.Instance.TryRead(502, Encoding.UTF8.GetBytes(body), out _).ShouldBeFalse();
}

using System.Buffers;
using System.Text;
using Weir.Dialects.Anthropic;
using Weir.Dialects.Errors;

namespace Weir.Dialects.Tests.Anthropic;

public sealed class ErrorTests
{
    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(402, "billing_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(405, "invalid_request_error")]
    [InlineData(408, "timeout_error")]
    [InlineData(409, "conflict_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(422, "invalid_request_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(502, "api_error")]
    [InlineData(503, "overloaded_error")]
    [InlineData(504, "timeout_error")]
    [InlineData(529, "overloaded_error")]
    public void The_type_follows_the_status(int status, string type) =>
        Written(status, asEvent: false).ShouldBe($$"""{"type":"error","error":{"type":"{{type}}","message":"it's \"so\""},"request_id":"r1"}""");

    [Fact]
    public void A_thread_that_cannot_be_is_refused_so_that_clients_go_on_without()
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorWriter.Write(new ClientError(400, "invalid_request_error", "unsupported_parameter", "m", "thread", "r1"), asEvent: false, output);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(
            """{"type":"error","error":{"type":"invalid_request_error","message":"m","details":{"error_code":"thread_unsupported_request","unsupported":["thread"]}},"request_id":"r1"}""");
    }

    [Fact]
    public void Inside_a_stream_an_error_is_an_event() =>
        Written(529, asEvent: true).ShouldBe("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"it's \\\"so\\\"\"},\"request_id\":\"r1\"}\n\n");

    [Theory]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"m"},"request_id":"r"}""", ErrorKind.InvalidRequest, "m", "invalid_request_error")]
    [InlineData(429, """{"type":"error","error":{"type":"rate_limit_error","message":"m","details":{"error_code":"enforced_spend_limit_reached"}}}""", ErrorKind.Billing, "m", "enforced_spend_limit_reached")]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"m","details":null}}""", ErrorKind.Overloaded, "m", "overloaded_error")]
    [InlineData(500, """{"type":"error","error":{"type":"api_error","message":"m"}}""", ErrorKind.Internal, "m", "api_error")]
    [InlineData(400, """{"type":"error","error":{"type":"billing_error","message":"m"}}""", ErrorKind.Billing, "m", "billing_error")]
    [InlineData(0, """{"type":"error","error":{"type":"invalid_request_error","message":"m"}}""", ErrorKind.InvalidRequest, "m", "invalid_request_error")]
    [InlineData(0, """{"type":"error","error":{"type":"api_error","message":"m"}}""", ErrorKind.Internal, "m", "api_error")]
    [InlineData(413, """{"error":{"message":"m"}}""", ErrorKind.TooLarge, "m", null)]
    [InlineData(404, """{"error":"m"}""", ErrorKind.NotFound, "m", null)]
    [InlineData(401, """{"error":{"type":"authentication_error"}}""", ErrorKind.Authentication, "authentication_error", "authentication_error")]
    public void A_providers_error_is_read(int status, string body, ErrorKind kind, string message, string? code)
    {
        MessagesDialect.Instance.TryRead(status, Encoding.UTF8.GetBytes(body), out var error).ShouldBeTrue();
        error.ShouldBe(new ProviderError(kind, message, code, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"error":{}}""")]
    [InlineData("""{"error":7}""")]
    [InlineData("""{"error":{"message":"\ud800"}}""")]
    public void What_is_no_error_is_not_taken_for_one(string body) =>
        MessagesDialect.Instance.TryRead(500, Encoding.UTF8.GetBytes(body), out _).ShouldBeFalse();

    private static string Written(int status, bool asEvent)
    {
        var output = new ArrayBufferWriter<byte>();
        MessagesDialect.Instance.Write(new ClientError(status, "t", "c", "it's \"so\"", null, "r1"), asEvent, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}

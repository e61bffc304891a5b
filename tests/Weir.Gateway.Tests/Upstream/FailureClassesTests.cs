using Weir.Dialects.Errors;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Tests.Upstream;

public sealed class FailureClassesTests
{
    [Theory]
    [InlineData(400, "BadRequest")]
    [InlineData(401, "Credentials")]
    [InlineData(402, "Exhausted")]
    [InlineData(403, "Credentials")]
    [InlineData(404, "NotFound")]
    [InlineData(405, "BadRequest")]
    [InlineData(408, "ServerError")]
    [InlineData(409, "ServerError")]
    [InlineData(413, "BadRequest")]
    [InlineData(415, "BadRequest")]
    [InlineData(422, "BadRequest")]
    [InlineData(425, "ServerError")]
    [InlineData(429, "RateLimited")]
    [InlineData(500, "ServerError")]
    [InlineData(502, "ServerError")]
    [InlineData(503, "Overloaded")]
    [InlineData(504, "ServerError")]
    [InlineData(529, "Overloaded")]
    [InlineData(599, "ServerError")]
    public void A_status_alone_says(int status, string failure) => FailureClasses.Of(ErrorKinds.Of(status), status).ToString().ShouldBe(failure);

    [Theory]
    [InlineData(ErrorKind.ContextLength, 400, "ContextLength")]
    [InlineData(ErrorKind.ContextLength, 500, "ContextLength")]
    [InlineData(ErrorKind.ContentFiltered, 403, "ContentFiltered")]
    [InlineData(ErrorKind.Billing, 429, "Exhausted")]
    public void Words_say_more_than_a_status(ErrorKind kind, int status, string failure) => FailureClasses.Of(kind, status).ToString().ShouldBe(failure);

    [Fact]
    public void Every_error_of_an_attempt_has_a_class()
    {
        UpstreamErrors.Unreachable("p", "connect", "w").Failure.ShouldBe(FailureClass.Unreachable);
        UpstreamErrors.Garbled("p", "headers", "w").Failure.ShouldBe(FailureClass.Garbled);
        UpstreamErrors.Cut("p", "body").Failure.ShouldBe(FailureClass.Interrupted);
        UpstreamErrors.Timeout("p", "headers", TimeSpan.Zero).Failure.ShouldBe(FailureClass.Silent);
        UpstreamErrors.Timeout("p", "body", TimeSpan.Zero, FailureClass.Interrupted).Failure.ShouldBe(FailureClass.Interrupted);
        UpstreamErrors.RefusedCredentials("p", 401).Failure.ShouldBe(FailureClass.Credentials);
    }
}

using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.Answers.Checks;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;
using Weir.Gateway.Quality;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Telemetry.Prometheus;
using Weir.Gateway.Tests.Configuration;
using Weir.Gateway.Tests.Telemetry;
using Weir.Testing;

namespace Weir.Gateway.Tests.Quality;

public sealed class AnswerQualityTests : IDisposable
{
    private const string Hello = """{"model":"m","messages":[{"role":"user","content":"secret words"}]}""";

    private static readonly AnswerFacts Nothing = new("upstream-model", "stop", null, true, 0);

    private readonly WeirMetrics _metrics = new();
    private readonly LogCapture _log = new();

    [Theory]
    [InlineData("empty", AnswerCheck.Empty)]
    [InlineData("truncated", AnswerCheck.Truncated)]
    [InlineData("schema", AnswerCheck.Schema)]
    [InlineData("model", AnswerCheck.Model)]
    [InlineData("language", AnswerCheck.Language)]
    [InlineData("repetition", AnswerCheck.Repetition)]
    public void Every_check_has_one_name(string name, AnswerCheck check)
    {
        AnswerCheckNames.Of(name).ShouldBe(check);
        AnswerCheckNames.NameOf(check).ShouldBe(name);
        Given.Model(Given.Minimal.Replace("{ route:", $"{{ checks: [{name}], route:", StringComparison.Ordinal)).Models.Values.First().Checks.ShouldBe(check);
    }

    [Fact]
    public async Task An_answer_that_is_no_good_is_counted_and_logged_without_its_content()
    {
        using var exposition = new PrometheusExposition(_metrics.Meter);
        using var call = CallOf(AnswerCheck.Empty);

        Quality().Judge(call, Deployment(), Nothing, null, default)!.Check.ShouldBe(AnswerCheck.Empty);

        var family = (await Scrape.ParsedAsync(exposition))["weir_answers_faulty_total"];
        family.Samples.ShouldHaveSingleItem();
        _log.Lines.ShouldHaveSingleItem().ShouldContain("is no good (empty): it is empty");
        _log.Lines.Single().ShouldNotContain("secret words");
    }

    [Fact]
    public void What_is_not_looked_for_is_no_fault()
    {
        using var call = CallOf(AnswerCheck.None);
        Quality().Judge(call, Deployment(), Nothing, null, default).ShouldBeNull();
        _log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Only_conversations_are_judged()
    {
        using var call = CallOf(AnswerCheck.Empty, endpoint: CallEndpoint.Completions);
        Quality().Judge(call, Deployment(), Nothing, null, default).ShouldBeNull();
    }

    [Fact]
    public void The_expected_name_is_what_an_answer_s_is_held_against()
    {
        using var call = CallOf(AnswerCheck.Model);
        var facts = new AnswerFacts("gpt-4o-2024-08-06", "stop", null, true, 7);
        Quality().Judge(call, Deployment(), facts, null, default)!.Check.ShouldBe(AnswerCheck.Model);
        Quality().Judge(call, Deployment(answersAs: "gpt-4o*"), facts, null, default).ShouldBeNull();
    }

    [Theory]
    [InlineData(AnswerCheck.Empty | AnswerCheck.Truncated | AnswerCheck.Schema | AnswerCheck.Model, Hello, false)]
    [InlineData(AnswerCheck.Schema, """{"model":"m","response_format":{"type":"json_schema","json_schema":{"schema":{}}}}""", true)]
    [InlineData(AnswerCheck.Language, Hello, true)]
    [InlineData(AnswerCheck.Repetition, Hello, true)]
    public void An_answer_is_read_along_only_where_it_has_to_be(AnswerCheck checks, string request, bool reads)
    {
        using var call = CallOf(checks, request);
        using var checker = AnswerQuality.Begin(call, Dialect.Chat);
        (checker is not null).ShouldBe(reads);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _log.Dispose();
    }

    private AnswerQuality Quality() => new(_metrics, LoggerFactory.Create(_log.Attach).CreateLogger<AnswerQuality>());

    private static DeploymentModel Deployment(string? answersAs = null)
    {
        var model = Given.Model(Given.Minimal.Replace("{ provider:", $"{{ answers_as: {answersAs ?? "upstream-model"}, provider:", StringComparison.Ordinal));
        return model.Deployments.Values.First();
    }

    private static Call CallOf(AnswerCheck checks, string request = Hello, CallEndpoint? endpoint = null)
    {
        var model = Given.Model(Given.Minimal);
        var body = new RequestBody();
        body.Append(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(request)));
        return new Call(new DefaultHttpContext(), endpoint ?? CallEndpoint.ChatCompletions, null, model, new FakeTimeProvider())
        {
            Body = body,
            Route = new RouteModel { Name = "m", Groups = [], Drop = FrozenSet<string>.Empty, Checks = checks },
        };
    }
}

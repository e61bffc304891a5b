using Weir.Gateway.Configuration.Output;
using Weir.Gateway.Identity;
using Weir.Gateway.Model;

namespace Weir.Gateway.Tests.Configuration;

/// <summary>One mistake each, appended to or bent into a configuration that is right.</summary>
public sealed class ValidatorTests
{
    private const string GoodKey = "wk-0123456789abcdefghijklmnopqrstuv";

    [Theory]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://localhost:80", true)]
    [InlineData("http://*:8080", true)]
    [InlineData("http://0.0.0.0:0", true)]
    [InlineData("http://[::1]:8080/", true)]
    [InlineData("127.0.0.1:8080", false)]
    [InlineData("http://:8080", false)]
    [InlineData("http://127.0.0.1", false)]
    [InlineData("http://127.0.0.1:99999", false)]
    [InlineData("http://example.com:8080", false)]
    [InlineData("http://1:8080", false)]
    [InlineData("http://[::1:8080", false)]
    public void The_address_to_listen_on_is_an_interface_and_a_port(string listen, bool good) =>
        Given.Errors($"server: {{ listen: \"{listen}\" }}\n{Given.Minimal}").ShouldBe(good
            ? []
            : ["weir.yaml:1:19: server.listen: not an address to listen on. Write http://HOST:PORT, where HOST is an IP address, localhost or *."]);

    [Theory]
    [InlineData("drain: 2h", "weir.yaml:1:18: server.drain: 2h is out of range. Write 0s to 1h.")]
    public void Server(string setting, string error) => Given.Errors($"server: {{ {setting} }}\n{Given.Minimal}").ShouldBe([error]);

    [Theory]
    [InlineData("request_body: 5", "weir.yaml:1:25: limits.request_body: 5 is out of range. Write 1KiB to 1GiB.")]
    [InlineData("stream_event: 1GiB", "weir.yaml:1:25: limits.stream_event: 1GiB is out of range. Write 1KiB to 256MiB.")]
    [InlineData("calls_in_flight: 1000001", "weir.yaml:1:28: limits.calls_in_flight: 1000001 is out of range. Write 1 to 1000000.")]
    [InlineData("calls_in_flight: 1e3", "weir.yaml:1:28: limits.calls_in_flight: \"1e3\" is not a whole number. Write digits, such as 10000.")]
    [InlineData("request_body: 99999999999GiB", "weir.yaml:1:25: limits.request_body: \"99999999999GiB\" is not a size. Write a number with KiB, MiB or GiB, such as 32MiB.")]
    public void Limits(string setting, string error) => Given.Errors($"limits: {{ {setting} }}\n{Given.Minimal}").ShouldBe([error]);

    [Theory]
    [InlineData("tenant_bytes: 1000", "weir.yaml:1:28: responses.tenant_bytes: 1000 is out of range. Write 1KiB to 1024GiB; retention: 0s keeps none.")]
    [InlineData("tenant_bytes: 1025GiB", "weir.yaml:1:28: responses.tenant_bytes: 1025GiB is out of range. Write 1KiB to 1024GiB; retention: 0s keeps none.")]
    public void Responses(string setting, string error) => Given.Errors($"responses: {{ {setting} }}\n{Given.Minimal}").ShouldBe([error]);

    [Theory]
    [InlineData("[\"*\", default]", "weir.yaml:2:10: providers.sim.account_of: * stands for all tenants, and others stand beside it. Write [\"*\"] alone, or name tenants.")]
    [InlineData("[defualt]", "weir.yaml:2:10: providers.sim.account_of: there is no tenant \"defualt\". Did you mean \"default\"?")]
    public void Accounts(string owners, string error) =>
        Given.Errors(Given.Minimal.Replace("built_in: simulator", $"account_of: {owners}, built_in: simulator", StringComparison.Ordinal)).ShouldBe([error]);

    [Theory]
    [InlineData("batch: { wait: 101ms }", "weir.yaml:6:25: models.sim.batch.wait: 101ms is out of range. Write 0s to 100ms; 5ms is much against a round trip, and little for a user.")]
    [InlineData("batch: { wait: 5ms, max: 1 }", "weir.yaml:6:35: models.sim.batch.max: 1 is out of range. Write 2 to 2048; wait: 0s sends each text alone.")]
    [InlineData("batch: { max: 2049 }", "weir.yaml:6:24: models.sim.batch.max: 2049 is out of range. Write 2 to 2048.")]
    [InlineData("batch: { waits: 5ms }", "weir.yaml:6:19: models.sim.batch.waits: unknown key \"waits\". Did you mean \"wait\"?")]
    public void Batches_of_models(string setting, string error) =>
        Given.Errors(Given.Minimal.Replace("sim: { route:", $"sim: {{ {setting}, route:", StringComparison.Ordinal)).ShouldBe([error]);

    [Theory]
    [InlineData("", null)]
    [InlineData("batch: { max: 9 }, ", null)]
    [InlineData("batch: { wait: 0s }, ", null)]
    [InlineData("batch: { wait: 7ms }, ", 64)]
    public void Texts_are_sent_together_where_a_wait_is_allowed(string setting, int? max) =>
        Given.Model(Given.Minimal.Replace("{ route:", $"{{ {setting}route:", StringComparison.Ordinal)).Models["sim"].Batch.ShouldBe(max is { } most ? new BatchModel(TimeSpan.FromMilliseconds(7), most) : null);

    [Theory]
    [InlineData("probe: { every: 0s }", "weir.yaml:4:26: deployments.sim.probe.every: 0s is out of range. Write 1s to 1h; run: off ends the probes.")]
    [InlineData("probe: { path: models }", "weir.yaml:4:25: deployments.sim.probe.path: not a path. Write what comes after base_url and begins with a slash, such as /models.")]
    [InlineData("probe: { path: //elsewhere }", "weir.yaml:4:25: deployments.sim.probe.path: not a path. Write what comes after base_url and begins with a slash, such as /models.")]
    [InlineData("probe: { run: sometimes }", "weir.yaml:4:24: deployments.sim.probe.run: \"sometimes\" is not one of the values allowed here. Write while_open or always or off.")]
    [InlineData("concurrency: { max: 0 }", "weir.yaml:4:30: deployments.sim.concurrency.max: 0 is out of range. Write 1 to 1000000.")]
    [InlineData("concurrency: { min: 9, max: 8 }", "weir.yaml:4:30: deployments.sim.concurrency.min: 9 is out of range. Write 1 to 8 (max).")]
    [InlineData("concurrency: { adapt: latency, initial: 3 }", "weir.yaml:4:50: deployments.sim.concurrency.initial: 3 is out of range. Write 4 to 1000 (min and max).")]
    [InlineData("concurrency: { queue: -1 }", "weir.yaml:4:32: deployments.sim.concurrency.queue: -1 is out of range. Write 0 to 100000.")]
    public void Probes_and_limits_of_deployments(string setting, string error) =>
        Given.Errors(Given.Minimal.Replace("{ provider: sim,", $"{{ {setting}, provider: sim,", StringComparison.Ordinal)).ShouldBe([error]);

    [Theory]
    [InlineData("", "Loss 10 10000 10000 1000")]
    [InlineData("max: 6", "Loss 6 6 6 1000")]
    [InlineData("adapt: latency", "Latency 4 1000 20 1000")]
    [InlineData("adapt: latency, max: 3", "Latency 3 3 3 1000")]
    [InlineData("adapt: off, max: 12, queue: 0", "Off 10 12 12 0")]
    [InlineData("min: 2, initial: 5, max: 50", "Loss 2 50 5 1000")]
    public void Bounds_of_concurrency_follow_from_those_that_are_written(string setting, string bounds)
    {
        var model = Given.Model(Given.Minimal.Replace("{ provider: sim,", $"{{ concurrency: {{ {setting} }}, provider: sim,", StringComparison.Ordinal));

        var found = model.Deployments["sim"].Concurrency;
        $"{found.Adapt} {found.Min} {found.Max} {found.Initial} {found.Queue}".ShouldBe(bounds);
    }

    [Theory]
    [InlineData("prefil", "deployments.sim.prefill: there is no way to go on with an answer \"prefil\"")]
    [InlineData("on", "deployments.sim.prefill: there is no way to go on with an answer \"on\"")]
    public void Prefill(string prefill, string error) =>
        Given.Errors(Given.Minimal.Replace("provider: sim", $"provider: sim, prefill: {prefill}", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain(error);

    [Fact]
    public void What_chat_completions_alone_can_say_is_not_said_elsewhere() =>
        Given.Errors(Given.Minimal.Replace("built_in: simulator", "built_in: simulator, dialect: anthropic", StringComparison.Ordinal).Replace("provider: sim", "provider: sim, prefill: vllm", StringComparison.Ordinal))
            .ShouldHaveSingleItem().ShouldContain("'vllm' is said in chat completions, which the provider 'sim' does not speak. Write assistant or off.");

    [Theory]
    [InlineData("idle: 0s", "weir.yaml:1:19: timeouts.idle: 0s is out of range. Write more than 0s and at most 1d.")]
    [InlineData("total: 2d", "weir.yaml:1:20: timeouts.total: 2d is out of range. Write more than 0s and at most 1d.")]
    [InlineData("total: 3s, connect: 4s, first_byte: 1s, idle: 1s", "weir.yaml:1:33: timeouts.connect: connect (4s) is longer than total (3s). Raise total, or lower connect.")]
    [InlineData("idle:", "weir.yaml:1:13: timeouts.idle: the key has no value. Write a number with ms, s, m, h or d, such as 60s, or remove the key.")]
    public void Timeouts(string setting, string error) => Given.Errors($"timeouts: {{ {setting} }}\n{Given.Minimal}").ShouldBe([error]);

    [Theory]
    [InlineData("{ route:", "{ checks: [empty, empty], route:", "weir.yaml:6:10: models.sim.checks: a check is named twice. Name each once.")]
    [InlineData("{ route:", "{ checks: [emtpy], route:", "weir.yaml:6:19: models.sim.checks[0]: \"emtpy\" is not one of the values allowed here. Did you mean \"empty\"?")]
    [InlineData("{ provider:", "{ answers_as: \" \", provider:", "weir.yaml:4:22: deployments.sim.answers_as: the name is empty, so no answer could have it. Write the name that the answers give, such as gpt-4o*, or remove the key.")]
    public void What_makes_an_answer_no_good_is_said_once(string place, string bent, string error) =>
        Given.Errors(Given.Minimal.Replace(place, bent, StringComparison.Ordinal)).ShouldBe([error]);

    [Fact]
    public void A_deployments_timeouts_are_checked_together_with_those_that_it_inherits()
    {
        var text = Given.Minimal.Replace("{ provider: sim,", "{ timeouts: { total: 30s, idle: 5s }, provider: sim,", StringComparison.Ordinal);

        Given.Errors(text).ShouldBe(
            ["weir.yaml:4:29: deployments.sim.timeouts.total: first_byte (1m) is longer than total (30s). Raise total, or lower first_byte."]);
    }

    [Theory]
    [InlineData("base_url: ftp://example.com", "base_url: not an absolute http or https address. Write it like https://api.openai.com/v1.")]
    [InlineData("base_url: example.com/v1", "base_url: not an absolute http or https address. Write it like https://api.openai.com/v1.")]
    [InlineData("base_url: https://example.com/v1?key=1", "base_url: the address contains a query. Remove everything from the ? on.")]
    [InlineData("base_url: \"https://example.com/v1#x\"", "base_url: the address contains a fragment. Remove everything from the # on.")]
    [InlineData("built_in: simulator, api_key: \"x\"", "api_key: a built-in upstream takes no key. Remove api_key.")]
    [InlineData("built_in: imaginary", "built_in: \"imaginary\" is not one of the values allowed here. Write simulator.")]
    [InlineData("built_in: simulator, dialect: openapi", "dialect: \"openapi\" is not one of the values allowed here. Did you mean \"openai\"?")]
    [InlineData("base_url: https://e.com, api_key: \"a\\nb\"", "api_key: the key contains characters that a header cannot carry. Look for a line break or a space at its beginning or end.")]
    [InlineData("base_url: https://e.com, api_key_header: host", "api_key_header: not a header that can carry a key. Write authorization, x-api-key or api-key.")]
    [InlineData("base_url: https://e.com, headers: { \"x y\": a }", "headers.x y: \"x y\" cannot be a header's name. Use letters, digits and - in header names.")]
    [InlineData("base_url: https://e.com, headers: { x-a: a, X-A: b }", "headers.X-A: the header X-A is given twice, in different case. Remove one of the two.")]
    [InlineData("base_url: https://e.com, api_key: k, headers: { Authorization: b }", "headers.Authorization: the header Authorization already carries api_key. Remove one of the two.")]
    [InlineData("base_url: https://e.com, headers: { x-a: \"a\\tb\" }", "headers.x-a: the value contains characters that a header cannot carry. Use printable ASCII without spaces at the ends.")]
    [InlineData("base_url: https://e.com, forward_headers: [\"*\"]", "forward_headers: an entry would pass on the client's host header. Name the headers that you need one by one; credentials go to api_key or headers.")]
    [InlineData("base_url: https://e.com, forward_headers: [\"x-*\"]", "forward_headers: an entry would pass on the client's x-api-key header. Name the headers that you need one by one; credentials go to api_key or headers.")]
    [InlineData("base_url: https://e.com, forward_headers: [\"a*b\"]", "forward_headers: an entry is neither a header's name nor the beginning of one with * at its end. Write names such as openai-beta or x-app-*.")]
    [InlineData("base_url: https://e.com, forward_headers: yes", "forward_headers: a single value stands where a map or list belongs. Write a list, such as [openai-beta, x-request-source].")]
    public void Providers(string settings, string error)
    {
        var errors = Given.Errors(Given.Minimal.Replace("sim: { built_in: simulator }", $"sim: {{ {settings} }}", StringComparison.Ordinal));

        errors.Length.ShouldBe(1, string.Join('\n', errors));
        errors[0].ShouldStartWith("weir.yaml:2:");
        errors[0].ShouldEndWith(": providers.sim." + error);
    }

    [Theory]
    [InlineData("2", "the model has one deployment, so there is no second one that a late call could go to. Add a deployment to its route or to its fallbacks, at another provider if you can; or remove the key.")]
    [InlineData("2%", "\"2%\" is not a decimal number. Write digits with a point, such as 2.")]
    public void Hedges(string hedge, string error) =>
        Given.Errors(Given.Minimal.Replace("{ route:", $"{{ hedge: {hedge}, route:", StringComparison.Ordinal)).ShouldBe(["weir.yaml:6:17: models.sim.hedge: " + error]);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("5.1")]
    public void A_share_of_hedges_is_small_and_not_nothing(string hedge) =>
        Given.Errors(Given.Minimal.Replace("{ route:", $"{{ hedge: {hedge}, route:", StringComparison.Ordinal))[0].ShouldBe(
            $"weir.yaml:6:17: models.sim.hedge: {hedge} is out of range. Write a number above 0, up to 5: percent of the model's calls; or remove the key, and none is sent twice.");

    [Theory]
    [InlineData("{ price: { input: 0, output: 0 } }", "weir.yaml:4:3: deployments.sim.provider: the key \"provider\" is missing. Add it, such as provider: openai")]
    [InlineData("{ provider: sim, model: \"\" }", "weir.yaml:4:32: deployments.sim.model: not a model's name. Write the name that the provider uses, such as gpt-5-mini.")]
    [InlineData("{ provider: sim, priced_as: openai/gpt5-mini }", "weir.yaml:4:36: deployments.sim.priced_as: there is no entry of the price book \"openai/gpt5-mini\". Did you mean \"openai/gpt-5-mini\"?")]
    [InlineData("{ provider: sim, priced_as: openai/gpt-5-mini, price: { input: 1, output: 1 } }", "weir.yaml:4:36: deployments.sim.priced_as: both price and priced_as are given. Remove one of the two.")]
    [InlineData("{ provider: sim, price: { input: 1,5 , output: 1 } }", "weir.yaml:4:43: deployments.sim.price.5: unknown key \"5\". Known here: input, output, cached_input, cache_write, cache_write_hour, reasoning, audio_input, cached_audio, audio_output, image_input, cached_image, image_output, image, audio_second, web_search, request, machine_hour, machines, slots.")]
    [InlineData("{ provider: sim, price: { input: 1, output: cheap } }", "weir.yaml:4:52: deployments.sim.price.output: \"cheap\" is not a decimal number. Write digits with a point, such as 2.")]
    public void Deployments(string deployment, string error) =>
        Given.Errors(Given.Minimal.Replace("{ provider: sim, price: { input: 0, output: 0 } }", deployment, StringComparison.Ordinal)).ShouldBe([error]);

    [Theory]
    [InlineData("a: { }", "weir.yaml:8:3: keys.a: neither value nor hash is given. Give exactly one of value and hash.")]
    [InlineData("a: { value: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa }", "weir.yaml:8:15: keys.a.value: the key repeats a few characters and could be guessed. Use 20 random characters or more; weir keys create makes such a key.")]
    [InlineData("a: { value: 0123456789abcdefghi }", "weir.yaml:8:15: keys.a.value: the key has fewer than 20 characters and could be guessed. Use 20 random characters or more; weir keys create makes such a key.")]
    [InlineData("a: { hash: \"sha256:12\" }", "weir.yaml:8:14: keys.a.hash: not a SHA-256. Write sha256: and 64 hexadecimal digits; printf %s \"$KEY\" | sha256sum prints them.")]
    [InlineData("a: { value: " + GoodKey + ", models: [] }", "weir.yaml:8:52: keys.a.models: the list is empty, so the key may ask for nothing. Name models, or remove the key \"models\" to allow all.")]
    [InlineData("a: { value: " + GoodKey + ", feature: \"a b\" }", "weir.yaml:8:61: keys.a.feature: not a feature's name. Use 1 to 128 letters, digits and . _ : / - and begin with a letter or digit.")]
    [InlineData("a: { value: " + GoodKey + " }\n  b: { value: " + GoodKey + " }", "weir.yaml:9:15: keys.b.value: the key \"a\" is the same. Give each its own, or remove one.")]
    public void Keys(string key, string error) => Given.Errors($"{Given.Minimal}keys:\n  {key}\n").ShouldBe([error]);

    [Fact]
    public void The_shortest_key_is_as_short_as_reference_and_schema_say()
    {
        Given.Errors($"{Given.Minimal}keys: {{ a: {{ value: 0123456789abcdefghij }} }}\n").ShouldBeEmpty();

        foreach (var page in (string[])[ConfigReference.Write(), ConfigSchema.Write()]) page.ShouldContain("The key that clients present, 20 random characters or more.");
    }

    [Fact]
    public void A_key_and_its_hash_are_the_same_key()
    {
        var errors = Given.Errors($"{Given.Minimal}keys:\n  a: {{ value: {GoodKey} }}\n  b: {{ hash: \"sha256:{KeyHash.Of(GoodKey)}\" }}\n");

        errors.ShouldBe(["weir.yaml:9:14: keys.b.hash: the key \"a\" is the same. Give each its own, or remove one."]);
    }

    [Fact]
    public void A_feature_must_be_declared_once_any_is() =>
        Given.Errors($"{Given.Minimal}features: {{ chat: }}\nkeys:\n  a: {{ value: {GoodKey}, feature: chta }}\n").ShouldBe(
            ["weir.yaml:9:61: keys.a.feature: there is no feature \"chta\". Did you mean \"chat\"?"]);

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    public void An_empty_file_is_an_error_and_not_a_gateway_without_models(string text) =>
        Given.Errors(text).ShouldBe(["weir.yaml:1:1: models: no model is declared, so no client could ask for anything. Add at least one; weir config prints a working file."]);
}

namespace Weir.Gateway.Tests.Configuration;

public sealed class AllErrorsAtOnceTests
{
    [Fact]
    public void A_file_with_many_mistakes_yields_all_of_them_in_the_order_of_the_file()
    {
        const string Text =
            """
            sever:
              listen: http://127.0.0.1:8080
            server:
              listen: https://0.0.0.0:443
              drain: soon
            limits:
              request_body: 12 apples
              calls_in_flight: 0
            timeouts:
              connect: 20m
            ledger:
              durability: comitted
            providers:
              openai:
                bas_url: https://api.openai.com/v1
                api_key: ${MISSING}
              both:
                base_url: https://user:hunter2hunter2@example.com/v1
                built_in: simulator
                headers: { content-length: "5" }
                forward_headers: [cookie]
            deployments:
              a: { provider: opennai, model: [x] }
              b: { provider: openai, price: { input: -1 } }
            models:
              m: { route: [a, a, { deployment: c, weight: 0 }] }
              n: { route: [] }
              "bad name": { route: [a] }
            keys:
              k1: { value: "short", tenant: nobody, models: [mm] }
              k2: {}
              k2: {}
            """;

        Given.Errors(Text).ShouldBe(
        [
            "weir.yaml:1:1: sever: unknown key \"sever\". Did you mean \"server\"?",
            "weir.yaml:4:11: server.listen: Weir does not serve TLS itself yet. Write http://… and let a proxy in front end TLS.",
            "weir.yaml:5:10: server.drain: \"soon\" is not a length of time. Write a number with ms, s, m, h or d, such as 30s.",
            "weir.yaml:7:17: limits.request_body: \"12 apples\" is not a size. Write a number with KiB, MiB or GiB, such as 32MiB.",
            "weir.yaml:8:20: limits.calls_in_flight: 0 is out of range. Write 1 to 1000000.",
            "weir.yaml:10:12: timeouts.connect: connect (20m) is longer than total (10m). Raise total, or lower connect.",
            "weir.yaml:12:15: ledger.durability: \"comitted\" is not one of the values allowed here. Did you mean \"committed\"?",
            "weir.yaml:14:3: providers.openai: neither base_url nor built_in is given. Give exactly one: base_url for a server, built_in: simulator for the simulator.",
            "weir.yaml:15:5: providers.openai.bas_url: unknown key \"bas_url\". Did you mean \"base_url\"?",
            "weir.yaml:16:14: providers.openai.api_key: the environment variable MISSING is not set. Set it before starting, or write ${MISSING:-default}.",
            "weir.yaml:17:3: providers.both: both base_url and built_in are given. Give exactly one: base_url for a server, built_in: simulator for the simulator.",
            "weir.yaml:18:15: providers.both.base_url: the address contains a user or password. Use api_key or headers for credentials.",
            "weir.yaml:20:32: providers.both.headers.content-length: the header content-length is set by Weir itself. Remove it.",
            "weir.yaml:21:5: providers.both.forward_headers: an entry would pass on the client's cookie header. Name the headers that you need one by one; credentials go to api_key or headers.",
            "weir.yaml:23:18: deployments.a.provider: there is no provider \"opennai\". Did you mean \"openai\"?",
            "weir.yaml:23:27: deployments.a.model: a list stands where a single value belongs. Write a single value, such as gpt-5-mini.",
            "weir.yaml:24:26: deployments.b.price.output: the key \"output\" is missing. Add it, such as output: 2",
            "weir.yaml:24:42: deployments.b.price.input: -1 is out of range. Write US dollars per million tokens, 0 to 100000.",
            "weir.yaml:26:19: models.m.route[1]: the deployment stands in this route a second time. Remove one, and give the other the sum of the weights.",
            "weir.yaml:26:36: models.m.route[2].deployment: there is no deployment \"c\". Declare it under deployments, or use one of: a, b.",
            "weir.yaml:26:47: models.m.route[2].weight: the weight 0 is out of range. Write 1 to 1000000; to send nothing there, remove the entry.",
            "weir.yaml:27:8: models.n.route: the route is empty, so the model leads nowhere. Add at least one deployment, or remove the model.",
            "weir.yaml:28:3: models.bad name: \"bad name\" cannot be a name. Use 1 to 128 letters, digits and . _ : / - and begin with a letter or digit.",
            "weir.yaml:30:16: keys.k1.value: the key has fewer than 20 characters and could be guessed. Use 20 random characters or more; weir keys create makes such a key.",
            "weir.yaml:30:33: keys.k1.tenant: there is no tenant \"nobody\". Declare it under tenants, or use one of: default.",
            "weir.yaml:30:50: keys.k1.models[0]: there is no model \"mm\". Did you mean \"m\"?",
            "weir.yaml:31:3: keys.k2: neither value nor hash is given. Give exactly one of value and hash.",
            "weir.yaml:32:3: keys.k2: the key \"k2\" stands here a second time (first on line 31). Remove one of the two.",
        ]);
    }

    [Fact]
    public void A_file_of_the_wrong_kind_does_not_print_thousands_of_errors()
    {
        var errors = Given.Errors(string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"key{i}: 1")));

        errors.Length.ShouldBe(201);
        errors[^1].ShouldContain("more errors.");
    }
}

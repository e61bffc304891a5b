using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Output;
using Weir.Gateway.Model;

namespace Weir.Gateway.Tests.Configuration;

/// <summary>Puts a marker wherever a secret can stand, breaks the file in every way, and looks for the marker in all that is written.</summary>
public sealed class SecretsNeverShownTests
{
    private const string Marker = "zqXmArKeRqz";

    private const string Text =
        """
        providers:
          literal:
            base_url: https://a.example/v1
            api_key: sk-zqXmArKeRqz-aaaa0123456789
            headers: { x-token: "zqXmArKeRqz-bbbb", x-mixed: "Bearer ${VAR}", x-prefixed: "zqXmArKeRqz${VAR}" }
          env:
            base_url: ${URL}
            api_key: ${VAR}
          default:
            base_url: https://b.example/v1
            api_key: ${UNSET:-zqXmArKeRqz-cccc}
          file:
            base_url: https://c.example/v1
            api_key: file:FILE
        deployments:
          d: { provider: literal, price: { input: 1, output: 1 } }
          e: { provider: env, model: "${MODEL}", price: { input: "${NUMBER}", output: 1 } }
        models:
          d: { route: [d, e] }
        keys:
          one: { value: wk-zqXmArKeRqz-dddd-0123456789abcdef, models: [d] }
          two: { value: "${VAR}-0123456789abcdefghijkl" }
        admin: { key: wk-zqXmArKeRqz-eeee-0123456789abcdef }

        """;

    [Fact]
    public void Neither_errors_nor_warnings_nor_the_printed_configuration_hold_a_secret()
    {
        var result = Load(Text);

        result.Errors.ShouldBeEmpty();
        result.Warnings.ShouldNotBeEmpty();
        ShouldNotLeak(result, "as it is");
        var print = EffectiveConfig.Print(result.Config);
        print.ShouldContain("\"Bearer ${VAR}\"");
        print.ShouldContain("\"${UNSET:-********}\"");
        print.ShouldContain("\"********${VAR}\"");
        print.ShouldContain("base_url: \"${URL}\"");
        print.ShouldContain("model: \"${MODEL}\"");
        result.Model.ShouldNotBeNull().Providers["file"].ApiKey.ShouldNotBeNull().Reveal().ShouldBe($"{Marker}-file");
    }

    [Fact]
    public void No_mutation_of_the_file_makes_an_error_show_a_secret()
    {
        var lines = Text.Split('\n');
        var random = new Random(20260822);
        for (var i = 0; i < lines.Length; i++)
        {
            Try(i, lines[i].Replace(": ", ": [", StringComparison.Ordinal));
            Try(i, lines[i].Replace(": ", ": {", StringComparison.Ordinal));
            Try(i, lines[i].Replace(": ", ":\n      - ", StringComparison.Ordinal));
            Try(i, lines[i].Replace("api_key", "timeouts", StringComparison.Ordinal));
            Try(i, lines[i].Replace("api_key", "forward_headers", StringComparison.Ordinal));
            Try(i, lines[i].Replace("value", "valeu", StringComparison.Ordinal));
            Try(i, "\t" + lines[i]);
            Try(i, " " + lines[i]);
            Try(i, lines[i] + "\"");
            Try(i, lines[i].TrimEnd('}', ' '));
            Try(i, lines[i].Replace("${", "${ ", StringComparison.Ordinal));
            Try(i, lines[i].Replace("- 0", "\u0007", StringComparison.Ordinal).Replace("bbbb", "\\n", StringComparison.Ordinal));
            for (var n = 0; n < 10 && lines[i].Length > 0; n++) Try(i, lines[i].Remove(random.Next(lines[i].Length), 1));
        }

        void Try(int index, string line)
        {
            var changed = string.Join('\n', lines.Select((l, n) => n == index ? line : l));
            ShouldNotLeak(Load(changed), $"line {index + 1}: {line}");
        }
    }

    [Fact]
    public void A_literal_address_with_a_password_is_not_repeated() =>
        Given.Errors(Given.Minimal.Replace("built_in: simulator", $"base_url: \"https://u:{Marker}@x.example\"", StringComparison.Ordinal))
            .ShouldHaveSingleItem().ShouldNotContain(Marker);

    [Fact]
    public void A_printed_mask_is_refused_as_a_secret() =>
        Given.Errors(Given.Minimal.Replace("built_in: simulator", $"base_url: https://x.example, api_key: \"{Secret.Mask}\"", StringComparison.Ordinal))
            .ShouldHaveSingleItem().ShouldContain("this is the mask that stands for a secret");

    [Fact]
    public void What_a_variable_holds_is_not_shown_by_the_error_about_it()
    {
        var text = Given.Minimal.Replace("input: 0", "input: \"${NUMBER}\"", StringComparison.Ordinal).Replace("provider: sim", "provider: \"${NAME}\"", StringComparison.Ordinal);

        var errors = Given.Errors(text, new FakeEnvironment { ["NUMBER"] = Marker, ["NAME"] = Marker });

        errors.Length.ShouldBe(2);
        errors.ShouldContain(e => e.Contains("\"${NUMBER}\" is not a decimal number", StringComparison.Ordinal));
        errors.ShouldContain(e => e.Contains("there is no provider \"${NAME}\"", StringComparison.Ordinal));
        errors.ShouldAllBe(e => !e.Contains(Marker));
    }

    private static ConfigurationResult Load(string text)
    {
        var file = Path.Combine(Path.GetTempPath(), $"weir-secret-{Environment.ProcessId}");
        File.WriteAllText(file, $"{Marker}-file\n");
        var environment = new FakeEnvironment { ["VAR"] = $"{Marker}-env", ["URL"] = $"https://{Marker}.example", ["MODEL"] = $"m-{Marker}", ["NUMBER"] = "1.5" };
        return Given.Load(text.Replace("FILE", file, StringComparison.Ordinal), environment);
    }

    private static void ShouldNotLeak(ConfigurationResult result, string because)
    {
        foreach (var error in result.Errors.Concat(result.Warnings))
        {
            error.ToString().ShouldNotContain(Marker, customMessage: because);
            (error.Value ?? "").ShouldNotContain(Marker, customMessage: because);
        }

        if (result.Errors.Count == 0) EffectiveConfig.Print(result.Config).ShouldNotContain(Marker, customMessage: because);
    }
}

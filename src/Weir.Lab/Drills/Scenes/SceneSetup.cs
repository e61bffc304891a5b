using System.Globalization;
using System.Text;

namespace Weir.Lab.Drills.Scenes;

/// <summary>The configuration of a scene's gateway.</summary>
internal static class SceneSetup
{
    /// <summary>The model that users ask for.</summary>
    public const string Model = "drill";

    /// <summary>The key of the users.</summary>
    public const string UsersKey = "drill-users-key-that-opens-nothing";

    /// <summary>The key of the jobs beside them.</summary>
    public const string JobsKey = "drill-jobs-key-that-opens-nothing";

    public static string Weir(Scene scene, IReadOnlyList<DrillUpstream> upstreams)
    {
        var yaml = new StringBuilder();
        yaml.AppendLine($"timeouts: {{ {scene.Timeouts} }}");
        yaml.AppendLine("providers:");
        foreach (var upstream in upstreams) yaml.AppendLine($"  {upstream.Name}: {{ base_url: \"{upstream.BaseUrl}\", api_key: drill }}");
        yaml.AppendLine("deployments:");
        foreach (var upstream in upstreams) yaml.AppendLine($"  {upstream.Name}: {{ provider: {upstream.Name}, model: {scene.Pace}, price: {{ input: 1, output: 10 }}{Slots(scene)} }}");
        yaml.AppendLine("models:");
        yaml.AppendLine($"  {Model}: {{ route: [{string.Join(", ", upstreams.Select(upstream => upstream.Name))}], {scene.Settings} }}");
        yaml.AppendLine("features:");
        yaml.AppendLine(CultureInfo.InvariantCulture, $"  chat: {(scene.WantedFirstToken is { } wanted ? $"{{ first_token: {wanted.TotalMilliseconds:0}ms }}" : "{}")}");
        yaml.AppendLine("  reports: {}");
        yaml.AppendLine("keys:");
        yaml.AppendLine($"  users: {{ value: {UsersKey}, feature: chat }}");
        yaml.AppendLine($"  jobs: {{ value: {JobsKey}, feature: reports, priority: low, origin: batch }}");
        return yaml.ToString();
    }

    private static string Slots(Scene scene) => scene.Slots is { } slots ? $", concurrency: {{ adapt: off, max: {slots} }}" : "";
}

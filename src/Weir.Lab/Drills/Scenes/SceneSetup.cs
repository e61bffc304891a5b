using System.Text;

namespace Weir.Lab.Drills.Scenes;

/// <summary>The configuration of a scene's gateway.</summary>
internal static class SceneSetup
{
    /// <summary>The model that users ask for.</summary>
    public const string Model = "drill";

    public static string Weir(Scene scene, IReadOnlyList<DrillUpstream> upstreams)
    {
        var yaml = new StringBuilder();
        yaml.AppendLine($"timeouts: {{ {scene.Timeouts} }}");
        yaml.AppendLine("providers:");
        foreach (var upstream in upstreams) yaml.AppendLine($"  {upstream.Name}: {{ base_url: \"{upstream.BaseUrl}\", api_key: drill }}");
        yaml.AppendLine("deployments:");
        foreach (var upstream in upstreams) yaml.AppendLine($"  {upstream.Name}: {{ provider: {upstream.Name}, model: {scene.Pace}, price: {{ input: 1, output: 10 }} }}");
        yaml.AppendLine("models:");
        yaml.AppendLine($"  {Model}: {{ route: [{string.Join(", ", upstreams.Select(upstream => upstream.Name))}], {scene.Settings} }}");
        return yaml.ToString();
    }
}

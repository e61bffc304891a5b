using System.Buffers;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Configuration.Validation;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Faults;

namespace Weir.Gateway.Admin;

/// <summary>
/// Reads a fault that the admin API is sent. It is written as in the configuration file, of which JSON is a part, and judged by
/// the same validators; and it must come to an end.
/// </summary>
internal sealed class FaultReading(ConfigWatcher configuration, TimeProvider time)
{
    private const int LargestBody = 64 * 1024;

    private static readonly TimeSpan UsualTime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(24);

    /// <summary>Reads a request's body.</summary>
    /// <returns>The fault, or why it is none.</returns>
    public async Task<(FaultModel? Fault, AdminError? Error)> ReadAsync(HttpRequest request, string name)
    {
        if (await BodyAsync(request) is not { } body) return (null, AdminError.BodyTooLarge(LargestBody));
        var errors = new ConfigErrors("body");
        var fault = Bind(body, name, errors);
        if (!errors.Any && fault is { Until: null, For: null }) fault.For = UsualTime;
        var model = errors.Any || fault is null ? null : FaultBuilder.Build(fault);
        if (model is not null && !EndsInTime(model))
            errors.AddAt(1, 1, "until", "it has to end within 24 hours from now.", "Give a shorter for, or another until.");
        return errors.Any ? (null, AdminError.FaultInvalid(errors.Sorted().Select(error => error.ToString()))) : (model, null);
    }

    private bool EndsInTime(FaultModel fault)
    {
        var now = time.GetUtcNow();
        return new FaultState(fault, now, by: null).EndsAt is { } end && end > now && end <= now + LongestTime;
    }

    private FaultConfig? Bind(byte[] body, string name, ConfigErrors errors)
    {
        if (YamlText.Decode(body, errors) is not { } text || YamlReader.Read(text, errors) is not { } written) return null;
        var root = new MapNode(null, "", 1, 1);
        var faults = new MapNode(root, "", 1, 1);
        root.Entries.Add(new MapEntry("faults", 1, 1, faults));
        faults.Entries.Add(new MapEntry(name, 1, 1, written));
        var config = new ConfigBinder(new References(new NoEnvironment(), new SecretFiles(""), errors), errors).Bind<WeirConfig>(root);
        var known = configuration.Config;
        (config.Providers, config.Deployments, config.Models, config.Tenants, config.Features) =
            (known.Providers, known.Deployments, known.Models, known.Tenants, known.Features);
        if (!NamesValidator.IsName(name)) errors.AddAt(1, 1, "", $"\"{Shown.Short(name)}\" cannot be a fault's name.", "Use 1 to 128 letters, digits and . _ : / - and begin with a letter or digit.");
        new FaultValidator().Validate(config, errors);
        return config.Faults[name];
    }

    /// <summary>The body, or null when it is too large.</summary>
    private static async Task<byte[]?> BodyAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            if (read.Buffer.Length > LargestBody) return null;
            if (read.IsCompleted) return read.Buffer.ToArray();
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Who writes to the admin API does not get to see this process's environment.</summary>
    private sealed class NoEnvironment : IEnvironment
    {
        /// <inheritdoc/>
        public string? Get(string name) => null;
    }
}

namespace Weir.Bench.SideBySide;

/// <summary>The proxies that can be measured, and how each is set up for the same job.</summary>
/// <param name="upstream">Port of the upstream.</param>
internal sealed class Contenders(int upstream)
{
    public const string Nginx = "nginx";
    public const string Weir = "weir";
    private const string Key = "sk-weir-bench-0123456789abcdef0123456789abcdef";

    public static Contender Direct { get; } = new("no proxy", null, null);

    public Contender NginxAt(string program) => new(Nginx, null, (directory, port) =>
    {
        var file = Path.Combine(directory, "nginx.conf");
        File.WriteAllText(file, NginxConfig(directory, port));
        return [program, "-p", directory, "-c", file];
    });

    public Contender WeirAt(string program, IReadOnlyDictionary<string, string> environment) => new(Weir, Key, (directory, port) =>
    {
        var file = Path.Combine(directory, "weir.yaml");
        File.WriteAllText(file, WeirConfig());
        string[] run = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program];
        return [.. run, "up", "--listen", $"http://127.0.0.1:{port}", "--data", Path.Combine(directory, "data"), "--config", file];
    })
    {
        Environment = new Dictionary<string, string>(environment) { ["WEIR_BENCH_KEY"] = Key, ["BENCH_UPSTREAM_KEY"] = "sk-upstream" },
    };

    public Contender BareRelay(bool inline) => new(inline ? "bare .NET relay, inline" : "bare .NET relay", Key, (_, port) =>
    [
        System.Environment.ProcessPath!, "bare-relay",
        "--listen", $"http://127.0.0.1:{port}", "--upstream", $"http://127.0.0.1:{upstream}/v1", "--key", Key,
        .. inline ? ["--inline"] : Array.Empty<string>(),
    ])
    {
        Environment = inline ? new() { ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1" } : new Dictionary<string, string>(),
    };

    // Connections are kept for ever and bodies stay in memory: nginx at its best, not by its defaults.
    private string NginxConfig(string directory, int port) => $$"""
        daemon off;
        {{(System.Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes 1;
        worker_rlimit_nofile 16384;
        pid {{directory}}/nginx.pid;
        error_log {{directory}}/error.log warn;
        events { worker_connections 8192; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          client_body_buffer_size 64k;
          client_body_temp_path {{directory}}/body;
          proxy_temp_path {{directory}}/proxy;
          fastcgi_temp_path {{directory}}/fastcgi;
          uwsgi_temp_path {{directory}}/uwsgi;
          scgi_temp_path {{directory}}/scgi;
          upstream bench { server 127.0.0.1:{{upstream}}; keepalive 64; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:{{port}} backlog=4096;
            location / {
              proxy_pass http://bench;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
            }
          }
        }
        """;

    private string WeirConfig() => $$"""
        providers: { bench: { base_url: "http://127.0.0.1:{{upstream}}/v1", max_tokens_member: max_tokens, api_key: "${BENCH_UPSTREAM_KEY}" } }
        deployments: { m: { provider: bench, model: m-upstream, price: { input: 1, output: 2 } } }
        models: { m: { route: [m] } }
        tenants: { default: {} }
        keys: { bench: { value: "${WEIR_BENCH_KEY}", tenant: default } }
        """;
}

using System.Net;

namespace Bouncer.Dashboard.Options;

/// <summary>What the dashboard was told at its start. Everything here has been checked.</summary>
internal sealed record DashboardOptions
{
    /// <summary>The address to listen on, for all ports.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>The port of the pages; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>The port of the management endpoint; 0 for any free one.</summary>
    public int ManagementPort { get; init; }

    /// <summary>The port of OTLP over gRPC; 0 for any free one.</summary>
    public int GrpcPort { get; init; }

    /// <summary>The port of OTLP over HTTP; 0 for any free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>The key that senders must show; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The token that lets people see the pages; null for a new one at this start.</summary>
    public string? Token { get; init; }

    /// <summary>Whether nobody is asked for a token.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The AppHost's endpoint that tells of its resources; null if there is none.</summary>
    public Uri? Resources { get; init; }

    /// <summary>What that endpoint wants to see.</summary>
    public string? ResourcesToken { get; init; }

    /// <summary>How many bytes of telemetry are held at most.</summary>
    public long Memory { get; init; } = (long)Settings.DefaultMemory << 20;

    /// <summary>The largest request that is taken, in bytes, unpacked.</summary>
    public int MaxRequest { get; init; } = Settings.DefaultMaxRequest << 20;

    /// <summary>Where everything is passed on to; null for nowhere.</summary>
    public Uri? Forward { get; init; }

    /// <summary>Headers for that endpoint.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ForwardHeaders { get; init; } = [];

    /// <summary>How many bytes may wait to be passed on.</summary>
    public int ForwardQueue { get; init; } = Settings.DefaultForwardQueue << 20;

    /// <summary>How long readiness is red before the server closes.</summary>
    public TimeSpan ShutdownDelay { get; init; }

    /// <summary>Whether debug logs are written.</summary>
    public bool Debug { get; init; }
}

using System.CommandLine.Parsing;

namespace Bouncer.Cli.Cluster;

/// <summary>Reads the URL of a server.</summary>
internal static class ServerOption
{
    public static Uri? Parse(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var server) && server.Host.Length > 0)
        {
            return server;
        }

        result.AddError($"--server is \"{text}\". Write a URL such as {Names.Server}.");
        return null;
    }
}

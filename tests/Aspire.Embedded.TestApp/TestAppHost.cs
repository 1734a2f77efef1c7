namespace Bouncer.Aspire.Embedded.TestApp;

/// <summary>An AppHost with one resource: a shell that says which signal it gets, and a process started by that shell.</summary>
internal static class TestAppHost
{
    private const string Script = """
        trap 'echo got SIGTERM; exit 0' TERM
        trap 'echo got SIGINT; exit 0' INT
        trap 'echo got SIGHUP; exit 0' HUP
        sleep 1000 &
        echo ready
        while :; do wait; done
        """;

    public static int Run(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(args);
        builder.AddExecutable("shell", "sh", ".", "-c", Script);
        builder.Build().Run();
        return 0;
    }
}

namespace Bouncer.LocalCluster;

/// <summary>A control plane could not be started, or one of its components ended by itself. The message is for people: what
/// happened, the last lines of the logs, and where the whole logs are.</summary>
public sealed class ControlPlaneException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ControlPlaneException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public ControlPlaneException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public ControlPlaneException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

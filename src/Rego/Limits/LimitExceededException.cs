namespace Bouncer.Rego.Limits;

/// <summary>A limit was hit. Ends the evaluation whatever it was about to find; stays inside, hosts get a <see cref="RegoError"/>.</summary>
internal sealed class LimitExceededException(string message) : Exception(message);

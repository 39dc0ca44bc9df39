namespace Vernier.Toolkit.Deploy;

/// <summary>A catalog has mistakes, or a file cannot be written. The message says where.</summary>
public sealed class DeployException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What and where.</param>
    /// <param name="cause">What it follows from; null when it is the first.</param>
    public DeployException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

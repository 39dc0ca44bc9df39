namespace Vernier.Orchestrix.Labels;

/// <summary>The two kinds of messages.</summary>
internal enum MessageKind
{
    Command,
    Event,
}

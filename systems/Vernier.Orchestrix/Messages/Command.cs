namespace Vernier.Orchestrix.Messages;

/// <summary>A message that asks for something to be done, for example <c>ProcessOrder</c>.</summary>
public abstract record Command : Message;

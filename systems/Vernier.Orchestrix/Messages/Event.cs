namespace Vernier.Orchestrix.Messages;

/// <summary>A message that states what has happened, for example <c>OrderProcessed</c>. Events can be kept in an event store.</summary>
public abstract record Event : Message;

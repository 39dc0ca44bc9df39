using System.Net;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.SignIn.Attempts;

/// <summary>An attempt to sign in to a resource.</summary>
/// <param name="Ticket">The ticket of the browser.</param>
/// <param name="Resource">The resource of the ticket.</param>
/// <param name="Policy">The policy of the resource.</param>
/// <param name="Address">The address of the client.</param>
/// <param name="Started">The timestamp of its start.</param>
internal sealed record SignInAttempt(SignInTicket Ticket, Resource Resource, SignInPolicy Policy, IPAddress? Address, long Started);

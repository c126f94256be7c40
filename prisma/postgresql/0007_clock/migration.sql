-- CreateTable
CREATE TABLE "ClockState" (
    "id" INTEGER NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,
    "heldSince" TIMESTAMP(3),
    "heldMilliseconds" INTEGER NOT NULL DEFAULT 0,
    "heldFor" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "sweptTo" TIMESTAMP(3),

    CONSTRAINT "ClockState_pkey" PRIMARY KEY ("id")
);

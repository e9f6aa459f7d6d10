#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <stdint.h>
double now(){struct timespec t;clock_gettime(CLOCK_MONOTONIC,&t);return t.tv_sec*1e9+t.tv_nsec;}
int main(){ 
 for(int huge=0;huge<2;huge++) for(size_t kb=128;kb<=131072;kb*=4){ size_t n=kb*1024; char*p=mmap(0,n+(4<<20),3,MAP_PRIVATE|MAP_ANONYMOUS,-1,0); p=(char*)(((uintptr_t)p+(2<<20)-1)&~(uintptr_t)((2<<20)-1)); if(huge)madvise(p,n,MADV_HUGEPAGE); else madvise(p,n,MADV_NOHUGEPAGE);
  size_t m=n/64; uint32_t*idx=malloc(m*4); for(size_t i=0;i<m;i++)idx[i]=i; for(size_t i=m-1;i>0;i--){size_t j=((uint64_t)rand()*RAND_MAX+rand())%i; uint32_t t=idx[i];idx[i]=idx[j];idx[j]=t;}
  for(size_t i=0;i<m;i++)*(uint32_t*)(p+64*(size_t)i)=idx[i];
  uint32_t x=0; double a=now(); for(int i=0;i<2000000;i++)x=*(uint32_t*)(p+64*(size_t)x); double d=(now()-a)/2e6; 
  // independent
  uint64_t s=0,r=88172645463325252ull; a=now(); for(int i=0;i<4000000;i++){r^=r<<13;r^=r>>7;r^=r<<17; s+=p[(r%m)*64];} double e=(now()-a)/4e6;
  printf("huge %d %7zu KB chase %.1f ns  independent %.1f ns (%u %lu)\n",huge,kb,d,e,x,s&1); free(idx);} }
